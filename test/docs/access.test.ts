import { holdPage } from './page';

holdPage('docs/access.md');
