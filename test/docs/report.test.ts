import { holdPage } from './page';

holdPage('docs/report.md');
