import { holdPage } from './page';

holdPage('docs/can.md');
