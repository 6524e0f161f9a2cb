import type { IConstruct, MetadataEntry } from 'constructs';
import { PROBLEMS } from '../../manifests/problem';
import { ACKNOWLEDGEABLE } from '../../prove/acknowledge';
import type { AcknowledgementModel } from '../../prove/guarantee';
import { invalid } from '../errors';
import { refuseWrongArguments, refuseWrongFields } from '../props';

/** What is acknowledged, and why. */
export interface AcknowledgementProps {
  /** The ids of the findings that are meant, such as `access-pod-exec` (docs/problems.md). */
  readonly ids: string[];
  /** Why it is meant. Every report shows it. */
  readonly reason: string;
  /**
   * The last day on which it counts, as `YYYY-MM-DD` in UTC.
   *
   * @default - it counts for good
   */
  readonly expires?: string;
}

const TYPE = 'cdk8s-bulwark:acknowledgement';

/**
 * Findings that are meant. An acknowledgement speaks for the objects of its construct and of all below it,
 * so the narrowest construct says the most.
 */
export class Acknowledgements {
  /** What is acknowledged about a construct and all below it. */
  public static of(construct: IConstruct): Acknowledgements {
    refuseWrongArguments('Acknowledgements.of', { construct: 'IConstruct' }, construct);
    return new Acknowledgements(construct);
  }

  /**
   * As data, with the path of the construct.
   * @internal
   */
  public static _in(construct: IConstruct, metadata: readonly MetadataEntry[]): AcknowledgementModel[] {
    return metadata.filter(({ type }) => type === TYPE)
      .map(({ data }) => ({ construct: construct.node.path, ...data as Omit<AcknowledgementModel, 'construct'> }));
  }

  private constructor(private readonly construct: IConstruct) {}

  /** Acknowledges findings of these ids. */
  public add(props: AcknowledgementProps): void {
    refuseWrongFields('AcknowledgementProps', props, 'Acknowledgements.add');
    const { ids, reason, expires } = props;
    if (!Array.isArray(ids) || ids.length === 0) {
      throw invalid(this.construct, 'ids', ids, 'names no finding', 'list the ids that check prints');
    }
    for (const id of ids) {
      if (!ACKNOWLEDGEABLE.has(id)) {
        throw invalid(this.construct, 'ids', id, id in PROBLEMS ? 'is an error, which no reason makes right' : 'is not the id of a finding',
          `use ids of ${[...ACKNOWLEDGEABLE].join(', ')}`);
      }
    }
    if (typeof reason !== 'string' || reason.trim() === '') {
      throw invalid(this.construct, 'reason', reason, 'an acknowledgement is a person\'s word, and says why', 'give the reason');
    }
    if (expires !== undefined && !isDay(expires)) {
      throw invalid(this.construct, 'expires', expires, 'is not a day', 'write it as YYYY-MM-DD');
    }
    this.construct.node.addMetadata(TYPE, { ids: [...new Set(ids)].sort(), reason: reason.trim(), ...expires === undefined ? {} : { expires } });
  }
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
}
