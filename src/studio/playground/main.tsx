import { render } from 'preact';
import './page/playground.css';
import { Playground } from './page/playground.tsx';
import { begin } from './page/store.ts';

const page = document.getElementById('page');
if (page !== null) render(<Playground />, page);
begin();
