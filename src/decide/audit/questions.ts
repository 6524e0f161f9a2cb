import { Alphabet, type ResourceWords } from './alphabet';
import { bitsOf } from './bits';
import { ruleFor, type AuditRequests } from './requests';
import { findWords } from './search';
import type { AuditLevel, AuditPolicy } from '../../manifests/model';
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

/** Questions about all requests at once, answered exactly, with a request for each answer that has one. */
export class AuditQuestions {
  private readonly alphabet: Alphabet;

  constructor(public readonly policy: AuditPolicy, public readonly minor: number) {
    this.alphabet = new Alphabet(policy.rules, minor);
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

  /** A request of a set of which more than a level is logged, whatever the stage. */
  public above(level: AuditLevel, within?: AuditRequests): AuditWitness | undefined {
    return this.first(rule => rank(decisionBy(this.policy, rule).level) > rank(level) ? [ANYBODY] : [], this.asked(within));
  }

  /**
   * A request of a set of which less than a level is logged, or nothing because the stages at which it would be are
   * omitted: for most requests both RequestReceived and ResponseComplete, for failed logins ResponseStarted.
   *
   * @param sender whose requests alone count. Default: everybody's
   */
  public below(level: AuditLevel, within?: AuditRequests, sender: Sender = ANYBODY): AuditWitness | undefined {
    return this.first((rule): Sender[] => {
      const { level: found, omitStages } = decisionBy(this.policy, rule);
      const lost = (...stages: readonly string[]) => stages.every(stage => omitStages.some(each => each === stage));
      return rank(found) < rank(level) ? [sender] : [
        ...lost('RequestReceived', 'ResponseComplete') ? [(user: UserInfo | null) => user !== null && sender(user)] : [],
        ...lost('ResponseStarted') ? [(user: UserInfo | null) => user === null && sender(user)] : [],
      ];
    }, this.asked(within));
  }

  private first(wrongFor: (rule: number | null) => readonly Sender[], asked: Alphabet | undefined): AuditWitness | undefined {
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

  /** The words of the policy and of a set of requests, whose rule comes last. */
  private asked(within: AuditRequests | undefined): Alphabet | undefined {
    return within && new Alphabet([...this.policy.rules, ruleFor(within)], this.minor);
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
    rule: number | null, avoided: readonly number[], asked: Alphabet = this.alphabet, next?: number, sender: Sender = ANYBODY,
  ): AuditAttributes | undefined {
    const { rules } = this.policy;
    const last = asked === this.alphabet ? [] : [rules.length];
    const required = [...rule === null ? [] : [rule], ...next === undefined || next === rules.length ? [] : [next], ...last];
    const people = asked.people(required).filter(({ value }) => sender(value));
    const need = bitsOf(asked.rules.length, at => required.includes(at));
    const avoid = bitsOf(asked.rules.length, at => avoided.includes(at));
    const ofResource = findWords([people, asked.verbs, asked.resources, asked.namespaces], need, avoid);
    if (ofResource) {
      const [user, verb, words, namespace] = ofResource as [UserInfo | null, string, ResourceWords, string];
      return { user, verb, resourceRequest: true, ...words, namespace, path: '' };
    }
    const ofPath = findWords([people, asked.methods, asked.paths], need, avoid);
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

function rank(level: AuditLevel): number {
  return AUDIT_LEVELS.indexOf(level);
}
