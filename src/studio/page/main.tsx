import { render } from 'preact';
import { App } from './app.tsx';
import { connect } from './live.ts';
import './page.css';

const page = document.getElementById('page');
if (page === null) throw new Error('The page lacks the element that it is drawn into.');
render(<App />, page);
connect();
