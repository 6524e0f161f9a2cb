import type { IConstruct, MetadataEntry } from 'constructs';
import { Guarantee } from './guarantee';
import { invalid } from '../errors';
import { refuseWrongArguments } from '../props';

const TYPE = 'cdk8s-bulwark:guarantee';

/** What a construct promises. */
export class Guarantees {
  /** The promises of a construct. */
  public static of(construct: IConstruct): Guarantees {
    refuseWrongArguments('Guarantees.of', { construct: 'IConstruct' }, construct);
    return new Guarantees(construct);
  }

  /**
   * Of any copy of this package, in the metadata of a construct.
   * @internal
   */
  public static _in(metadata: readonly MetadataEntry[]): Guarantee[] {
    return metadata.filter(({ type }) => type === TYPE).map(({ data }) => data as Guarantee);
  }

  private constructor(private readonly construct: IConstruct) {}

  /** States one more; `bulwark check` fails when the cluster does not keep it. */
  public add(guarantee: Guarantee): void {
    if (typeof guarantee?._toModel !== 'function') {
      throw invalid(this.construct, 'guarantee', guarantee, 'is no Guarantee', 'make one by Guarantee.readsOnly or another of its factories');
    }
    this.construct.node.addMetadata(TYPE, guarantee);
  }
}
