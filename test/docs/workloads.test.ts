import { holdPage } from './page';

holdPage('docs/workloads.md');
