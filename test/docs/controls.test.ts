import { holdPage } from './page';

holdPage('docs/controls.md');
