import { listed, type DiffRow } from './row';
import type { AuditChange } from '../../compare/audit';
import type { ClusterDiff, HostFileChange } from '../../compare/cluster-diff';
import type { ObjectChange } from '../../compare/objects';
import type { PromiseChange, SaidAcknowledgement } from '../../compare/promises';
import type { SettingChange } from '../../compare/settings';
import type { PolicyObject } from '../../decide/access/build';
import type { AuditAttributes, AuditDecision } from '../../decide/audit';
import { objectLabel } from '../../manifests/identity';
import { printable, shown } from '../../manifests/problem';

/** What a cluster's index promises, and what it lets pass. */
export function promiseRow(change: PromiseChange): DiffRow {
  const { direction, construct, before, after } = change;
  return { domain: 'promises', direction, rank: change.what === 'target' ? 300 : 280, title: printable(promiseWords(change)), details: [], because: [], construct, before, after };
}

/** Loaded late: few changes are of promises, and their words come with what proves them. */
function wordsOf(change: PromiseChange): string {
  const { guaranteeWords } = require('./promise-change') as typeof import('./promise-change');
  return guaranteeWords(change);
}

function promiseWords(change: PromiseChange): string {
  const { what, direction, construct, before, after } = change;
  switch (what) {
    case 'guarantee': return wordsOf(change);
    case 'acknowledgement': {
      const { ids, reason, expires } = (after ?? before) as SaidAcknowledgement;
      const until = expires === undefined ? '' : ` until ${expires}`;
      return `${construct} ${direction === 'broadened' ? 'now acknowledges' : 'no longer acknowledges'} ${listed(ids)}${until}: ${reason}`;
    }
    case 'target': return `the target is ${targetWords(after)}, and was ${targetWords(before)}`;
    case 'groups': {
      const [old, now] = [before, after] as ReadonlyArray<{ readonly user: string; readonly groups: readonly string[] }>;
      return `${now!.user} is declared to be in ${listed(now!.groups) || 'no group'}, and was in ${listed(old!.groups) || 'none'}`;
    }
  }
}

function targetWords(target: unknown): string {
  const { distribution, kubernetes } = (target ?? {}) as { readonly distribution?: string; readonly kubernetes?: string };
  return distribution === undefined ? 'not known' : `${distribution} ${kubernetes}`;
}

/** What is logged of some requests. */
export function auditRow({ direction, credentials, witness, before, after }: AuditChange): DiffRow {
  const more = credentials && direction === 'broadened' && after.level.startsWith('Request') ? ', so that credentials come into the log' : '';
  return {
    domain: 'audit',
    direction,
    rank: 130 + (credentials ? 40 : 0),
    title: printable(`requests such as ${requestWords(witness)} are logged at ${levelWords(after, before)}, and were at ${levelWords(before, after)}${more}`),
    details: [],
    because: [`now: ${ruleWords(after)}`, `before: ${ruleWords(before)}`],
    witness,
    before,
    after,
  };
}

function levelWords({ level, omitStages, omitManagedFields }: AuditDecision, other: AuditDecision): string {
  return level !== other.level ? level
    : `${level}${omitStages.length > 0 ? ` without the stages ${listed(omitStages)}` : ' at all stages'}${omitManagedFields === other.omitManagedFields ? '' : omitManagedFields ? ', without managed fields' : ', with managed fields'}`;
}

function ruleWords({ rule, level }: AuditDecision): string {
  return rule === null ? 'no rule takes them' : `rules[${rule}], ${level}`;
}

function requestWords({ user, verb, resourceRequest, apiGroup, resource, subresource, namespace, path }: AuditAttributes): string {
  const who = user === null ? ' by whoever fails to log in' : user.name.startsWith('bulwark-any') ? '' : ` by ${user.name}`;
  const say = (word: string) => /^bulwark-any-(.*)$/.exec(word)?.[1]?.replace(/^/, 'any other ') ?? word;
  if (!resourceRequest) {
    return `${say(verb)} ${path}${who}`;
  }
  const where = namespace === '' || namespace.startsWith('bulwark-any') ? '' : ` in the namespace ${namespace}`;
  return `${verb === '' ? 'options' : say(verb)} ${say(resource)}${subresource === '' ? '' : `/${say(subresource)}`}${apiGroup === '' ? '' : ` of ${say(apiGroup)}`}${where}${who}`;
}

/** A setting of machines, or a field of a file for them. */
export function settingRow({ path, before, after }: SettingChange): DiffRow {
  return { domain: 'hosts', direction: 'changed', rank: 60, title: printable(`${path} is ${valueWords(after)}, and was ${valueWords(before)}`), details: [], because: [], before, after };
}

export function hostFileRow({ path, settings }: HostFileChange): DiffRow {
  const details = settings.slice(0, 12).map(each => printable(`${each.path === '' ? 'the whole' : each.path}: ${valueWords(each.after)}, was ${valueWords(each.before)}`));
  return {
    domain: 'hosts',
    direction: 'changed',
    rank: 40,
    title: printable(`${path} changed${settings.length === 0 ? ' in its text alone' : ''}`),
    details: [...details, ...settings.length > 12 ? [`and ${settings.length - 12} more`] : []],
    because: [],
    before: settings.map(({ path: at, before }) => ({ path: at, value: before })),
    after: settings.map(({ path: at, after }) => ({ path: at, value: after })),
  };
}

function valueWords(value: unknown): string {
  return value === undefined ? 'not set' : shown(value);
}

/** The level of Pod Security that a namespace enforces. */
export function levelRow({ change: { before, after }, level }: ClusterDiff['podSecurity'][number]): DiffRow {
  const object = (after ?? before)!;
  return {
    domain: 'workloads',
    direction: level.step > 0 ? 'broadened' : 'narrowed',
    rank: 150,
    title: printable(`${objectLabel(object.object)} enforces the level ${level.after} of Pod Security, and enforced ${level.before}`),
    details: [],
    because: [],
    source: object.source,
    construct: object.construct,
    before: level.before,
    after: level.after,
  };
}

const DONE = { added: 'is new', deleted: 'is gone', changed: 'changed', replaced: 'changed' };

/** An object about which no question is decided here. */
export function objectRow({ what, before, after, fields }: ObjectChange<PolicyObject>): DiffRow {
  const object = (after ?? before)!;
  return {
    domain: 'objects',
    direction: 'changed',
    rank: 10,
    title: printable(`${objectLabel(object.object)} ${DONE[what]}${fields.length > 0 ? `: ${listed(fields)}` : ''}`),
    details: [],
    because: [],
    source: object.source,
    construct: object.construct,
    before: before ? objectLabel(before.object) : undefined,
    after: after ? objectLabel(after.object) : undefined,
  };
}

/** A policy of a kind that nobody here understands: until somebody has read it, it counts as a broadening. */
export function foreignRow(change: ObjectChange<PolicyObject>): DiffRow {
  const row = objectRow(change);
  return { ...row, direction: 'broadened', rank: 110, title: `${row.title}, and what it means is not decided here` };
}
