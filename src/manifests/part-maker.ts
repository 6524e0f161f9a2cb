import type { SourcePlace } from './problem';

/** Who asked for one part of an object that several constructs make together. */
export interface PartMaker {
  /** The field of the part: `spec.ingress[0].from[1]`, or `spec.ingress[0]` where that is for everybody. */
  readonly part: string;
  /** The path of the construct. */
  readonly construct: string;
  /** The line of the program that made it, where a command runs the program. */
  readonly source?: SourcePlace;
}
