import { ANY_NAMESPACE, ask, type Allowed } from './ask';
import type { Question } from './capabilities';
import { subjectsIn, names, isOurs } from './findings';
import { mayAllow } from './relevant';
import type { Grant, UserInfo } from '../../decide/access';
import type { AccessIndex, HeldRule } from '../../decide/access/access-index';
import { personOf, type DeclaredGroups, type SubjectModel } from '../subject';

/** Somebody who may do something somewhere, by a binding that names them. */
export interface Capable {
  readonly subject: SubjectModel;
  readonly place: string;
  /** The requests; of several that are needed together, all. */
  readonly requests: ReadonlyArray<Allowed['request']>;
  readonly grant: Grant;
}

/**
 * Everybody whom a binding that somebody wrote lets send the requests of a way in a place. The default bindings of
 * Kubernetes, as long as nobody changed them, are trusted: those of the control plane and of system:masters.
 */
export class WhoMay {
  private readonly people: ReadonlyArray<{ readonly subject: SubjectModel; readonly user: UserInfo; readonly held: Map<string, HeldRule[]> }>;
  private readonly known = new Map<string, readonly Capable[]>();

  constructor(private readonly index: AccessIndex, declared: DeclaredGroups) {
    this.people = subjectsIn(index).map(subject => ({ subject, user: personOf(subject, declared), held: new Map<string, HeldRule[]>() }));
  }

  /** @param place a namespace, or `''` for the cluster scope */
  public in(place: string, way: readonly Question[]): readonly Capable[] {
    return this.remembered(`in ${place} ${JSON.stringify(way)}`, () => this.people.flatMap(person => this.grantsOf(person, place, way)));
  }

  /** In some namespace, whichever it is, or in one that is yet to come. */
  public anywhere(way: readonly Question[]): readonly Capable[] {
    return this.remembered(`anywhere ${JSON.stringify(way)}`, () => this.people.flatMap(person =>
      [ANY_NAMESPACE, ...this.index.namespacesOf(person.user)].flatMap(place => this.grantsOf(person, place, way))));
  }

  private remembered(key: string, find: () => readonly Capable[]): readonly Capable[] {
    let found = this.known.get(key);
    if (!found) {
      found = find();
      this.known.set(key, found);
    }
    return found;
  }

  private grantsOf({ subject, user, held: all }: WhoMay['people'][number], place: string, way: readonly Question[]): Capable[] {
    const held = all.get(place) ?? this.index.rulesFor(user, place);
    all.set(place, held);
    if (!way.every(question => held.some(({ rule: { rule } }) => mayAllow(rule, question)))) {
      return [];
    }
    const answers = way.map(question => ask(this.index, user, question, place, held));
    if (answers.some(answer => answer.length === 0)) {
      return [];
    }
    return answers.flatMap((answer, at) => answer.flatMap(({ request, grants }) => grants
      .filter(({ binding }) => isOurs(binding) && names(binding, subject))
      .map((grant): Capable => ({
        subject, grant, place, requests: [request, ...answers.flatMap((other, index) => index === at ? [] : [other[0]!.request])],
      }))));
  }
}
