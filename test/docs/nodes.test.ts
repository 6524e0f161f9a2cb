import { holdPage } from './page';

holdPage('docs/nodes.md');
