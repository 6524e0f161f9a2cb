import { holdPage } from './page';

holdPage('docs/audit.md');
