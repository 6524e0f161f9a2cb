import { ANY_NAMESPACE, ask, type Allowed } from './ask';
import type { Question } from './capabilities';
import type { DefaultGrants } from './default-grants';
import { complete, names, subjectsIn } from './findings';
import { mayAllow } from './relevant';
import { roleOf, type Grant, type UserInfo } from '../../decide/access';
import type { AccessIndex, HeldRule } from '../../decide/access/access-index';
import type { AccessBinding, AccessPolicy } from '../../decide/access/policy';
import type { PolicyRule } from '../../manifests/model';
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
 * Everybody whom some binding lets send the requests of a way in a place. What Kubernetes grants its own identities by
 * default is trusted, and so are system:masters and nodes; what somebody added to a default role or binding is not.
 */
export class WhoMay {
  private readonly people: readonly Person[];
  /** By the namespaces in which something is bound to them, or to a group of theirs. */
  private readonly peopleIn = new Map<string, Person[]>();
  /** Those to whom something is bound for the whole cluster that a way may rest on, by the way. */
  private readonly wide = new Map<readonly Question[], readonly Person[]>();
  private readonly unknown: readonly Unknown[];
  private readonly byRule = new Map<PolicyRule, readonly Question[]>();
  private readonly known = new Map<readonly Question[], Map<string, readonly Capable[]>>();

  /** @param questions all that ways are made of: what a rule may have a part in is worked out once */
  constructor(
    private readonly index: AccessIndex, declared: DeclaredGroups, private readonly questions: readonly Question[],
    private readonly defaults: DefaultGrants,
  ) {
    this.people = subjectsIn(index, () => true).map(subject => {
      const user = personOf(subject, declared);
      return { subject, user, namespaces: new Set(index.namespacesOf(user)), held: new Map<string, Held>() };
    });
    const { policy } = index;
    this.unknown = [...policy.clusterRoleBindings, ...policy.roleBindings].filter(binding => isUnknown(policy, binding))
      .flatMap(binding => binding.subjects.flatMap(each => {
        const subject = complete(each, binding);
        return subject && !defaults.isTrustedSubject(subject) ? [{ binding, subject }] : [];
      }));
    for (const person of this.people) {
      for (const namespace of person.namespaces) {
        const others = this.peopleIn.get(namespace);
        if (others) {
          others.push(person);
        } else {
          this.peopleIn.set(namespace, [person]);
        }
      }
    }
  }

  /** @param place a namespace, or `''` for the cluster scope */
  public in(place: string, way: readonly Question[]): readonly Capable[] {
    return this.remembered(place, way, () => [
      ...(this.peopleIn.get(place) ?? []), ...this.peopleEverywhere(way).filter(({ namespaces }) => !namespaces.has(place)),
    ].flatMap(person => this.grantsOf(person, place, way)));
  }

  /** In some namespace, whichever it is, or in one that is yet to come. */
  public anywhere(way: readonly Question[]): readonly Capable[] {
    return this.remembered(ANYWHERE, way, () => this.people.flatMap(person =>
      [ANY_NAMESPACE, ...person.namespaces].flatMap(place => this.grantsOf(person, place, way))));
  }

  /** Bindings that count in one of some namespaces, or for the whole cluster, to roles of which nobody here knows what they hold. */
  public throughUnknownRoles(namespaces: ReadonlySet<string>): readonly Unknown[] {
    return this.unknown.filter(({ binding }) => binding.kind === 'ClusterRoleBinding' || namespaces.has(binding.namespace));
  }

  private remembered(key: string, way: readonly Question[], find: () => readonly Capable[]): readonly Capable[] {
    const places = this.known.get(way) ?? new Map<string, readonly Capable[]>();
    this.known.set(way, places);
    let found = places.get(key);
    if (!found) {
      found = find();
      places.set(key, found);
    }
    return found;
  }

  private peopleEverywhere(way: readonly Question[]): readonly Person[] {
    let found = this.wide.get(way);
    if (!found) {
      found = this.people.filter(person => mayRestOn(this.heldIn(person, ANY_NAMESPACE), way));
      this.wide.set(way, found);
    }
    return found;
  }

  private heldIn({ user, held }: Person, place: string): Held {
    let found = held.get(place);
    if (!found) {
      const rules = this.index.rulesFor(user, place);
      found = { rules, questions: new Set(rules.flatMap(({ rule: { rule } }) => this.questionsOf(rule))) };
      held.set(place, found);
    }
    return found;
  }

  private questionsOf(rule: PolicyRule): readonly Question[] {
    let found = this.byRule.get(rule);
    if (!found) {
      found = this.questions.filter(question => mayAllow(rule, question));
      this.byRule.set(rule, found);
    }
    return found;
  }

  private grantsOf(person: Person, place: string, way: readonly Question[]): Capable[] {
    const held = this.heldIn(person, place);
    if (!mayRestOn(held, way)) {
      return [];
    }
    const { subject, user } = person;
    const answers = way.map(question => ask(this.index, user, question, place, held.rules));
    if (answers.some(answer => answer.length === 0)) {
      return [];
    }
    return answers.flatMap((answer, at) => answer.flatMap(({ request, grants }) => grants
      .filter(grant => names(grant.binding, subject) && !this.defaults.isTrusted(grant, subject))
      .map((grant): Capable => ({
        subject, grant, place, requests: [request, ...answers.flatMap((other, index) => index === at ? [] : [other[0]!.request])],
      }))));
  }
}

/** No namespace has a space in its name. */
const ANYWHERE = 'any namespace';

/** A subject of a binding, and what it holds in each place, worked out when it is first asked for. */
interface Person {
  readonly subject: SubjectModel;
  readonly user: UserInfo;
  readonly namespaces: ReadonlySet<string>;
  readonly held: Map<string, Held>;
}

interface Held {
  readonly rules: HeldRule[];
  /** What the rules may have a part in, each by itself. */
  readonly questions: ReadonlySet<Question>;
}

/** Somebody who is bound to a role of which nobody here knows what it holds. */
export interface Unknown {
  readonly binding: AccessBinding;
  readonly subject: SubjectModel;
}

/** A role that is not among the manifests, or one that gathers others that are not. */
function isUnknown(policy: AccessPolicy, binding: AccessBinding): boolean {
  const role = roleOf(policy, binding);
  return role === undefined || role.lacksParts === true;
}

function mayRestOn({ questions }: Held, way: readonly Question[]): boolean {
  return way.every(question => questions.has(question));
}
