import { holdPage } from './page';

holdPage('docs/tutorial.md');
