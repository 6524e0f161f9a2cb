import type { Problem } from '../manifests/problem';

/** Something that may be meant, but that somebody should have said so: until it is acknowledged, `check` fails. */
export interface Finding extends Problem {
  /** The paths of all constructs that take part; who acknowledges any of them, acknowledges the finding. */
  readonly constructs: readonly string[];
}
