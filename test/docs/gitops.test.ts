import { holdPage } from './page';

holdPage('docs/gitops.md');
