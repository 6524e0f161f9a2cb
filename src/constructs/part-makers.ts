import type { IConstruct } from 'constructs';
import { hasSources, sourceOf } from './source-lines';
import type { PartMaker } from '../manifests/part-maker';

/** A part of an object, and a construct that asked for it. */
export interface MadePart {
  /** As in a PartMaker. */
  readonly part: string;
  readonly by: IConstruct;
}

const makers = new WeakMap<IConstruct, () => readonly MadePart[]>();

/** Notes which constructs ask for which parts of an object, where it is made by several; `of` is asked once the object is rendered. */
export function notePartMakers(object: IConstruct, of: () => readonly MadePart[]): void {
  makers.set(object, of);
}

/** Who made the parts of an object; undefined for an object of one maker, and in a plain synth, which shows no lines. */
export function partMakersOf(object: IConstruct): readonly PartMaker[] | undefined {
  const of = hasSources() ? makers.get(object) : undefined;
  return of?.().map(({ part, by }) => ({ part, construct: by.node.path, source: sourceOf(by) }));
}
