import { closest, resembles } from '../../decide/resembles';
import { authorizables, REQUEST_VERBS } from '../../kubernetes';

/** A word of a rule that grants nothing: why, and what to write. */
export interface Idle {
  readonly message: string;
  readonly fix: string;
}

let known: ReadonlySet<string> | undefined;

/** `use` is asked by extensions alone, and the others by Kubernetes itself (bind, escalate, approve and their like). */
function knownVerbs(): ReadonlySet<string> {
  return known ??= new Set([...REQUEST_VERBS, ...[...authorizables()].flatMap(({ verbs }) => verbs), 'use']);
}

/** Methods of HTTP in lower case; proxies that ask for others (kube-rbac-proxy) use the verbs of resources for paths too. */
const VERBS_OF_PATHS: ReadonlySet<string> = new Set(['get', 'head', 'post', 'put', 'patch', 'delete', 'options', ...REQUEST_VERBS]);

/** Words of kubectl, of HTTP and of speech for what a request has another verb for. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ['read', 'get, list and watch'], ['view', 'get, list and watch'], ['describe', 'get and list'], ['head', 'get'],
  ['write', 'create, update, patch and delete'], ['edit', 'update and patch'], ['modify', 'update and patch'], ['put', 'update'], ['apply', 'patch and create'],
  ['add', 'create'], ['post', 'create'], ['remove', 'delete'], ['all', '*'], ['any', '*'], ['exec', 'create of pods/exec'], ['logs', 'get of pods/log'],
]);

/**
 * Why a verb of a rule about resources can never be asked; undefined where it can, or where nobody here can tell. Verbs are
 * compared exactly (pkg/apis/rbac/v1/evaluation_helpers.go), and any program may ask the authorizer about verbs of its own: so
 * only a slip for a known verb is called idle, and of resources of others only an obvious one.
 *
 * @param own whether the rule speaks of Kubernetes' own API groups alone
 */
export function idleVerb(verb: string, own: boolean): Idle | undefined {
  return idleWord(verb, knownVerbs(), own) ?? (own && OTHER_WORDS.has(verb.toLowerCase())
    ? { message: 'no request has this verb', fix: `write ${OTHER_WORDS.get(verb.toLowerCase())}` } : undefined);
}

/** As `idleVerb`, of a rule about paths. */
export function idleVerbOfPaths(verb: string): Idle | undefined {
  return idleWord(verb, VERBS_OF_PATHS, true);
}

function idleWord(verb: string, verbs: ReadonlySet<string>, own: boolean): Idle | undefined {
  if (verb === '*' || verbs.has(verb)) {
    return undefined;
  }
  if (/[\s,]/.test(verb)) {
    const words = verb.split(/[\s,]+/).filter(word => word !== '');
    return { message: 'is one word to RBAC, and no request has this verb', fix: `write a list: [${words.join(', ')}]` };
  }
  if (verb.includes('*')) {
    return { message: 'verbs are compared exactly, and only * alone stands for all of them', fix: 'list the verbs' };
  }
  if (verb.includes(':')) {
    return undefined;
  }
  const meant = closest(verb, own ? verbs : REQUEST_VERBS.filter(each => isObviousSlip(verb, each)));
  return meant.length === 0 ? undefined
    : { message: 'no request has this verb, and verbs are compared exactly', fix: `did you mean ${meant.join(' or ')}?` };
}

/** The same but for case, with one letter too many or too few, or with two letters swapped: no other word. */
function isObviousSlip(word: string, verb: string): boolean {
  const [a, b] = [word.toLowerCase(), verb].map(each => [...each].sort().join(''));
  return a === b ? resembles(word, verb) : Math.abs(a!.length - b!.length) === 1 && resembles(word, verb);
}
