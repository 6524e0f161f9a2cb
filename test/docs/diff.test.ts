import { holdPage } from './page';

holdPage('docs/diff.md');
