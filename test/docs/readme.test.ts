import { holdPage } from './page';

holdPage('README.md');
