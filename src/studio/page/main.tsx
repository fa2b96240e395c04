import { render } from 'preact';
import { Card, Empty, ThemeSwitch } from '../kit/index.ts';

const page = document.getElementById('page');
if (page !== null)
  render(
    <Card title="Keratin Studio" aside={<ThemeSwitch />}>
      <Empty title="No runs yet" />
    </Card>,
    page,
  );
