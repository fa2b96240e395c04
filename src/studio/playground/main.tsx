import { render } from 'preact';
import { Card, Empty, ThemeSwitch } from '../kit/index.ts';

const page = document.getElementById('page');
if (page !== null)
  render(
    <Card title="Keratin Playground" aside={<ThemeSwitch />}>
      <Empty title="Nothing trains here yet" />
    </Card>,
    page,
  );
