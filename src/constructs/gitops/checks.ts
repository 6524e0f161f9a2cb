import { Duration } from 'cdk8s';
import { goDuration } from '../../manifests/go-duration';
import { invalidValue } from '../errors';

/**
 * An address that git clones from. Whoever can answer in the server's place decides what the cluster runs, so it must be
 * one that proves who it is; and what stands in it is committed.
 *
 * @param shortForm `git@host:path`, which Flux does not read (source-controller, GitRepository spec.url)
 */
export function checkedRepoUrl(field: string, value: string, shortForm: boolean): string {
  const text = String(value);
  const fix = `use https://host/path or ssh://git@host/path${shortForm ? ', or git@host:path' : ''}`;
  if (shortForm && /^[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:[A-Za-z0-9._/~-]+$/.test(text)) {
    return text;
  }
  if (!/^(https|ssh):\/\/[A-Za-z0-9._~@:/%+-]+$/.test(text)) {
    throw invalidValue(field, value, 'is no address of a git repository by which the server proves who it is', fix);
  }
  const [, user = '', host = '', path = ''] = /^[a-z]+:\/\/(?:([^@/]*)@)?([^/@]*)(?:\/(.*))?$/.exec(text) ?? [];
  if (user.includes(':') || (text.startsWith('https:') && user !== '')) {
    throw invalidValue(field, text.replace(user, '…'), 'holds a credential, and would be committed', 'leave it out; the agent has credentials of its own');
  }
  if (host === '' || path === '') {
    throw invalidValue(field, value, 'names no repository', fix);
  }
  return text;
}

/** A branch, tag or commit by the rules of git (git-check-ref-format), but for braces, which templates read. */
export function checkedRevision(field: string, value: string): string {
  const text = String(value);
  // eslint-disable-next-line no-control-regex
  if (text === '' || /[\u0000-\u0020\u007f~^:?*[\\{}]|\.\.|\/\/|@\{|(^|\/)\.|\.lock(\/|$)|^[-/]|[./]$/.test(text) || text.length > 250) {
    throw invalidValue(field, value, 'is no name of a branch, tag or commit', 'use a name such as main');
  }
  return text;
}

/** A path from the root of the repository, of plain segments. */
export function checkedPath(field: string, value: string): string {
  const text = String(value).replace(/\/$/, '');
  const isPlain = (segment: string) => segment !== '.' && segment !== '..' && /^[A-Za-z0-9._~@%+=,-]+$/.test(segment);
  if (!text.split('/').every(isPlain)) {
    throw invalidValue(field, value, 'is no path from the root of a repository', 'give the agent the prop path, such as dist/manifests/shop');
  }
  return text;
}

/** The name of an object, as the API server takes it (DNS subdomain). */
export function checkedName(field: string, value: string, longest = 253): string {
  const text = String(value);
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(text) || text.length > longest || (longest === 63 && text.includes('.'))) {
    throw invalidValue(field, value, 'is no name of an object', `use lower case letters, digits and -, at most ${longest}`);
  }
  return text;
}

/** The address of an API server. */
export function checkedServer(field: string, value: string): string {
  if (!/^https:\/\/[A-Za-z0-9.[\]:-]+(\/[A-Za-z0-9._~/-]*)?$/.test(String(value))) {
    throw invalidValue(field, value, 'is no address of an API server', 'use https://host:port, as `argocd cluster list` prints it');
  }
  return value;
}

/** As Go reads it. kustomize-controller recommends a minute at least (docs/spec/v1/kustomizations.md, Interval). */
export function checkedInterval(field: string, interval: Duration | undefined): string {
  const seconds = (interval ?? Duration.minutes(10)).toSeconds({ integral: false });
  if (!Number.isInteger(seconds) || seconds < 60 || seconds > 7 * 24 * 3600) {
    throw invalidValue(field, `${seconds}s`, 'is no interval between a minute and a week', 'use Duration.minutes(10) or so');
  }
  return goDuration(seconds).replace(/^0h/, '');
}

/** Two ways of saying one thing, of which one is meant. */
export function exactlyOne(field: string, other: string): never {
  throw invalidValue(field, undefined, `and ${other} say the same thing in two ways, and exactly one is meant`, 'give one of the two');
}
