import type { Severity } from './access/capabilities';
import type { Problem } from '../manifests/problem';

/** Something that may be meant, but that somebody should have said so: until it is acknowledged, `check` fails. */
export interface Finding extends Problem {
  readonly severity?: Severity;
  /** Ids of benchmarks that ask for it: `CIS 5.1.2`. */
  readonly controls?: readonly string[];
  /** The paths of all constructs that take part; who acknowledges any of them, acknowledges the finding. */
  readonly constructs: readonly string[];
}
