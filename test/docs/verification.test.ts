import { holdPage } from './page';

holdPage('docs/verification.md');
