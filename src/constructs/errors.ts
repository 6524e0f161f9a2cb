import { Lazy } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { sourceOf } from './source-lines';
import { ProblemError, shown, type Problem } from '../manifests/problem';

/** An error about a property of a construct; the path and the line of the program are added here. */
export function invalid(construct: IConstruct, field: string, value: unknown, message: string, fix: string): ProblemError {
  return problemOf(construct, { id: 'construct-invalid', field, value: value === undefined ? undefined : shown(value), message, fix });
}

/** Any problem of a construct. */
export function problemOf(construct: IConstruct, problem: Problem): ProblemError {
  return new ProblemError({ construct: construct.node.path, source: sourceOf(construct), ...problem });
}

/** An error about a value that belongs to no construct yet. */
export function invalidValue(field: string, value: unknown, message: string, fix: string): ProblemError {
  return new ProblemError({ id: 'construct-invalid', field, value: shown(value), message, fix });
}

let lastThrown: ProblemError | undefined;

/** A value that is worked out at synth. cdk8s turns what it throws into text; the original is kept for `takeThrown`. */
export function atSynth(produce: () => unknown): any {
  return Lazy.any({
    produce: () => {
      try {
        return produce();
      } catch (e) {
        lastThrown = ProblemError.is(e) ? e : undefined;
        throw e;
      }
    },
  });
}

/** The problem that the last failing `atSynth` threw; asking takes it away. */
export function takeThrown(): ProblemError | undefined {
  const thrown = lastThrown;
  lastThrown = undefined;
  return thrown;
}
