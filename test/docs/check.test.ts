import { holdPage } from './page';

holdPage('docs/check.md');
