import { Alphabet, type ResourceWords } from './alphabet';
import { bitsOf } from './bits';
import { ruleFor, type AuditRequests } from './requests';
import { findWords } from './search';
import type { AuditLevel, AuditPolicy, AuditStage } from '../../manifests/model';
import type { UserInfo } from '../access';
import { AUDIT_LEVELS, decisionBy, type AuditAttributes, type AuditDecision } from '../audit';

/** A request that shows something, and what is logged of it. */
export interface AuditWitness {
  readonly request: AuditAttributes;
  readonly decision: AuditDecision;
}

/** A rule that no request comes to. */
export interface DeadRule {
  readonly rule: number;
  /** The rules before it that take all that it could: one where one is enough. None: it could take nothing in the first place. */
  readonly by: readonly number[];
}

/** Whether somebody may have sent a request; null is nobody, as when a login fails. More groups never make more of it true. */
export type Sender = (user: UserInfo | null) => boolean;

const ANYBODY: Sender = () => true;

/** Which requests of a set count. */
export interface SomeOptions {
  /** Whose requests. Default: everybody's. */
  readonly sender?: Sender;
  /** This person's alone, in exactly these groups; null is a login that fails. Default: everybody's. */
  readonly person?: UserInfo | null;
  /** Requests that are left out. Default: none. */
  readonly except?: readonly AuditRequests[];
}

/** The words of a question, with rules that must take a request and rules that must not, beside those of the policy. */
interface Asked {
  readonly alphabet: Alphabet;
  readonly required: readonly number[];
  readonly avoided: readonly number[];
  readonly person?: UserInfo | null;
}

/** Questions about all requests at once, answered exactly, with a request for each answer that has one. */
export class AuditQuestions {
  private readonly everything: Asked;

  constructor(public readonly policy: AuditPolicy, public readonly minor: number) {
    this.everything = { alphabet: new Alphabet(policy.rules, minor), required: [], avoided: [] };
  }

  /** A request that the rule decides, of all or of some; undefined when there is none. */
  public takenBy(rule: number | null, within?: AuditRequests): AuditAttributes | undefined {
    return this.find(rule, this.before(rule), this.asked(within));
  }

  /** Rules that no request comes to. */
  public unreachable(): DeadRule[] {
    return this.policy.rules.flatMap((_, rule) => this.takenBy(rule) ? [] : [{ rule, by: this.takers(rule) }]);
  }

  /**
   * Rules that could go without any request being logged otherwise, each by itself: what they take, a later rule
   * would log the same way.
   */
  public redundant(): number[] {
    const rules = [...this.policy.rules.keys()];
    const isNeeded = (at: number) => [...rules.slice(at + 1), rules.length].some(next =>
      !this.isAlike(at, next) && this.find(at, this.before(next).filter(each => each !== at), undefined, next) !== undefined);
    return rules.filter(at => this.takenBy(at) !== undefined && !isNeeded(at));
  }

  /** Earlier rules that take a part of what a rule asks for. */
  public overlapping(rule: number): number[] {
    return this.before(rule).filter(earlier => this.find(rule, [], undefined, earlier) !== undefined);
  }

  /**
   * A request of a set, and of none of `except`, of which more than a level is logged, at whatever stage is left.
   * A login that fails has no body to log.
   */
  public above(level: AuditLevel, within?: AuditRequests, except: readonly AuditRequests[] = []): AuditWitness | undefined {
    return this.first(rule => {
      const decision = decisionBy(this.policy, rule);
      const isWritten = STAGES.some(stage => !decision.omitStages.includes(stage));
      return !isWritten || rank(decision.level) <= rank(level) ? [] : [level === 'None' ? ANYBODY : (user: UserInfo | null) => user !== null];
    }, this.asked(within, except));
  }

  /**
   * A request of a set of which less than a level is logged, also because the stages at which it would be are omitted.
   */
  public below(level: AuditLevel, within?: AuditRequests, options?: SomeOptions): AuditWitness | undefined {
    return this.some(found => rank(found) < rank(level), within, options);
  }

  /**
   * A request of a set that may be logged at a level which is asked for, as `levelsWritten` tells them.
   */
  public some(holds: (level: AuditLevel) => boolean, within?: AuditRequests, options: SomeOptions = {}): AuditWitness | undefined {
    const { sender = ANYBODY, except = [], person } = options;
    return this.first((rule): Sender[] => {
      const decision = decisionBy(this.policy, rule);
      return [false, true].filter(failed => levelsWritten(decision, failed).some(holds))
        .map(failed => (user: UserInfo | null) => (user === null) === failed && sender(user));
    }, this.asked(within, except, person));
  }

  private first(wrongFor: (rule: number | null) => readonly Sender[], asked: Asked | undefined): AuditWitness | undefined {
    for (const rule of [...this.policy.rules.keys(), null]) {
      for (const sender of wrongFor(rule)) {
        const request = this.find(rule, this.before(rule), asked, undefined, sender);
        if (request) {
          return { request, decision: decisionBy(this.policy, rule) };
        }
      }
    }
    return undefined;
  }

  /** The words of the policy, of a set of requests and of those that it leaves out, whose rules come after those of the policy. */
  private asked(within: AuditRequests | undefined, except: readonly AuditRequests[] = [], person?: UserInfo | null): Asked | undefined {
    if (!within && except.length === 0 && person === undefined) {
      return undefined;
    }
    const { rules } = this.policy;
    return {
      alphabet: new Alphabet([...rules, ruleFor(within ?? {}), ...except.map(ruleFor)], this.minor),
      required: [rules.length],
      avoided: except.map((_, at) => rules.length + 1 + at),
      person,
    };
  }

  private before(rule: number | null): number[] {
    return [...this.policy.rules.keys()].filter(at => rule === null || at < rule);
  }

  /** One rule that takes all of another, or else some of which none can go. */
  private takers(rule: number): number[] {
    const one = this.find(rule, []) ? this.before(rule).find(earlier => !this.find(rule, [earlier])) : undefined;
    return one !== undefined ? [one] : this.overlapping(rule).reduceRight((needed, earlier) => {
      const others = needed.filter(each => each !== earlier);
      return this.find(rule, others) ? needed : others;
    }, this.overlapping(rule));
  }

  /** A request that the rule takes and the avoided ones do not; `next` is another that must take it, the length of the policy standing for none. */
  private find(
    rule: number | null, earlier: readonly number[], asked: Asked = this.everything, next?: number, sender: Sender = ANYBODY,
  ): AuditAttributes | undefined {
    const { alphabet } = asked;
    const required = [...rule === null ? [] : [rule], ...next === undefined || next === this.policy.rules.length ? [] : [next], ...asked.required];
    const avoided = [...earlier, ...asked.avoided];
    const people = (asked.person === undefined ? alphabet.people(required) : [alphabet.person(asked.person)]).filter(({ value }) => sender(value));
    const need = bitsOf(alphabet.rules.length, at => required.includes(at));
    const avoid = bitsOf(alphabet.rules.length, at => avoided.includes(at));
    const ofResource = findWords([people, alphabet.verbs, alphabet.resources, alphabet.namespaces], need, avoid);
    if (ofResource) {
      const [user, verb, words, namespace] = ofResource as [UserInfo | null, string, ResourceWords, string];
      return { user, verb, resourceRequest: true, ...words, namespace, path: '' };
    }
    const ofPath = findWords([people, alphabet.methods, alphabet.paths], need, avoid);
    if (ofPath) {
      const [user, verb, path] = ofPath as [UserInfo | null, string, string];
      return { user, verb, resourceRequest: false, apiGroup: '', resource: '', subresource: '', namespace: '', name: '', path };
    }
    return undefined;
  }

  private isAlike(a: number, b: number): boolean {
    const outcome = (at: number) => {
      const { rule: _, ...rest } = decisionBy(this.policy, at < this.policy.rules.length ? at : null);
      // Of what is not logged, nothing else matters.
      return JSON.stringify(rest.level === 'None' ? 'None' : rest);
    };
    return outcome(a) === outcome(b);
  }
}

const STAGES: readonly AuditStage[] = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];

/**
 * The levels at which requests that a rule takes are really written, which the stages that are left decide: bodies come
 * with ResponseComplete, or with ResponseStarted of a request that is answered bit by bit, and with Panic when the server
 * stumbles (pkg/endpoints/filters/audit.go). Where that leaves two answers both are given. A failed login has the one
 * stage ResponseStarted.
 */
function levelsWritten({ level, omitStages }: AuditDecision, failedLogin: boolean): AuditLevel[] {
  const keeps = (stage: AuditStage) => !omitStages.includes(stage);
  if (level === 'None' || failedLogin) {
    return [level !== 'None' && keeps('ResponseStarted') ? level : 'None'];
  }
  if (keeps('ResponseComplete')) {
    return [level];
  }
  const rare = keeps('ResponseStarted') || keeps('Panic') ? [level] : [];
  return [keeps('RequestReceived') ? 'Metadata' : 'None', ...rare];
}

function rank(level: AuditLevel): number {
  return AUDIT_LEVELS.indexOf(level);
}
