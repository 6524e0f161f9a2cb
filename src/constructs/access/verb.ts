import { REQUEST_VERBS } from '../../kubernetes';
import { invalidValue } from '../errors';
import { refuseWrongArguments } from '../props';

const SPECIAL_VERBS = ['bind', 'escalate', 'impersonate', 'approve', 'sign', 'attest', 'use'];

/**
 * What a rule allows to do. Kubernetes compares verbs exactly and by case, and accepts any text: a
 * misspelt one grants nothing in silence, so the known ones are constants.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb
 */
export class Verb {
  /** Read one object. */
  public static readonly GET = new Verb('get');
  /** Read many objects, with their contents. */
  public static readonly LIST = new Verb('list');
  /** Follow changes, with the contents of the objects. */
  public static readonly WATCH = new Verb('watch');
  /** Make an object; a rule with object names does not allow it by POST. */
  public static readonly CREATE = new Verb('create');
  /** Replace an object. */
  public static readonly UPDATE = new Verb('update');
  /** Change parts of an object, also by server-side apply. */
  public static readonly PATCH = new Verb('patch');
  /** Remove one object. */
  public static readonly DELETE = new Verb('delete');
  /** Remove many objects at once. */
  public static readonly DELETECOLLECTION = new Verb('deletecollection');
  /** Refer to a role in a binding although one does not hold its permissions. */
  public static readonly BIND = new Verb('bind');
  /** Write a role with more than one holds. */
  public static readonly ESCALATE = new Verb('escalate');
  /** Act as another user, group or service account. */
  public static readonly IMPERSONATE = new Verb('impersonate');
  /** Approve certificate requests of a signer. */
  public static readonly APPROVE = new Verb('approve');
  /** Sign certificate requests of a signer. */
  public static readonly SIGN = new Verb('sign');
  /** Vouch for a trust bundle of a signer. */
  public static readonly ATTEST = new Verb('attest');
  /** Use an object that guards something (a SecurityContextConstraints, a Gateway class). */
  public static readonly USE = new Verb('use');
  /** Every verb, those of the future included. */
  public static readonly ALL = new Verb('*');

  /** get, list and watch. */
  public static read(): Verb[] {
    return [Verb.GET, Verb.LIST, Verb.WATCH];
  }

  /** get, list, watch, create, update, patch and delete. */
  public static readWrite(): Verb[] {
    return [...Verb.read(), Verb.CREATE, Verb.UPDATE, Verb.PATCH, Verb.DELETE];
  }

  /** A verb of an extension, such as `impersonate:user-info`. Known verbs, other cases of them and near misses are refused. */
  public static custom(verb: string): Verb {
    refuseWrongArguments('Verb.custom', { verb: 'string' }, verb);
    const known = [...REQUEST_VERBS, ...SPECIAL_VERBS];
    const meant = known.find(each => distanceIsAtMostOne(each, verb.toLowerCase()));
    if (meant) {
      throw invalidValue('Verb.custom', verb, `this is ${verb === meant ? 'a known verb' : `not a verb, and close to "${meant}"`}; Kubernetes compares verbs exactly`,
        `use Verb.${meant.toUpperCase()}`);
    }
    if (!/^[^\s*]+$/.test(verb)) {
      throw invalidValue('Verb.custom', verb, 'a verb is one word without `*`', 'use Verb.ALL for every verb');
    }
    return new Verb(verb);
  }

  private constructor(
    /** The verb as it stands in a rule. */
    public readonly name: string,
  ) {}

  /** The verb as it stands in a rule. */
  public toString(): string {
    return this.name;
  }
}

/** Verbs of requests for resources: the ones that a resource either supports or not. */
export function isRequestVerb(verb: string): boolean {
  return REQUEST_VERBS.includes(verb);
}

/** Verbs of rights that are no requests of their own: `bind` of a role. */
export function isSpecialVerb(verb: string): boolean {
  return SPECIAL_VERBS.includes(verb);
}

function distanceIsAtMostOne(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) {
    return false;
  }
  let at = 0;
  while (at < a.length && a[at] === b[at]) {
    at += 1;
  }
  return a.slice(at + 1) === b.slice(at + 1) || a.slice(at) === b.slice(at + 1) || a.slice(at + 1) === b.slice(at);
}
