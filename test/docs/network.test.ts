import { holdPage } from './page';

holdPage('docs/network.md');
