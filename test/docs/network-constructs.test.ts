import { holdPage } from './page';

holdPage('docs/network-constructs.md');
