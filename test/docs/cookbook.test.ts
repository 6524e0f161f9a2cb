import { holdPage } from './page';

holdPage('docs/cookbook.md');
