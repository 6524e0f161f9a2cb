import { holdPage } from './page';

holdPage('docs/import.md');
