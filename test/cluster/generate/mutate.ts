import * as fc from 'fast-check';
import { cidr } from './cidr';
import { isObject, Json, Members, Path, placesOf, replaced } from './json';
import { name, port, qualified, url } from './text';
import { time } from './time';

/** A value for a field, by what the field is. */
interface Values {
  readonly name: string;
  readonly qualified: string;
  readonly url: string;
  readonly cidr: string;
  readonly port: number | string;
  readonly time: string;
  /** Chooses from a list of words. */
  readonly word: number;
}

const values: fc.Arbitrary<Values> = fc.record({ name, qualified, url, cidr, port, time, word: fc.nat(99) });

type Fit = (values: Values) => Json;

function word(...list: readonly Json[]): Fit {
  return ({ word: at }) => list[at % list.length]!;
}

const aName: Fit = ({ name: text }) => text;
const aKey: Fit = ({ qualified: text }) => text;
const aBlock: Fit = ({ cidr: text }) => text;
const aPort: Fit = ({ port: value }) => value;
const aTime: Fit = ({ time: text }) => text;
const aUrl: Fit = ({ url: text }) => text;
const aStage = word('RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic', 'panic', '', 'Response');

/** Values that belong to a field of this name, right and nearly right. Elements of a list are fields of the list's name. */
const FITTING: ReadonlyMap<string, Fit> = new Map<string, Fit>([
  ...[
    'name', 'generateName', 'resourceNames', 'verbs', 'resources', 'apiGroups', 'users', 'userGroups', 'namespaces', 'uid', 'selfLink',
  ].map(key => [key, aName] as const),
  ...['key', 'finalizers', 'values'].map(key => [key, aKey] as const),
  ...['cidr', 'except'].map(key => [key, aBlock] as const),
  ...['port', 'endPort'].map(key => [key, aPort] as const),
  ...['generation', 'deletionGracePeriodSeconds'].map(key => [key, word(-1, 0, 1, 30, 2147483648, 1e21)] as const),
  ...['creationTimestamp', 'deletionTimestamp', 'time'].map(key => [key, aTime] as const),
  ['nonResourceURLs', aUrl],
  ['namespace', word('', 'conformance', 'Conformance', 'a.b', '-', 'a/b', '..')],
  ['kind', word('Role', 'ClusterRole', 'role', 'User', 'Group', 'ServiceAccount', 'user', 'Serviceaccount', 'Event', 'Pod', '',
    'Policy', 'policy')],
  ['apiGroup', word('', 'rbac.authorization.k8s.io', 'RBAC.authorization.k8s.io', 'rbac.authorization.k8s.io/v1', 'apps', '*')],
  ['apiVersion', word('v1', 'apps/v1', '/v1', 'v1/', '/', '', 'a/b/c', 'audit.k8s.io/v1', 'audit.k8s.io/v1beta1',
    'audit.k8s.io/V1', 'audit.k8s.io')],
  ['group', word('', '*', 'apps', 'apps/v1', 'Apps', 'a.b', '**', 'a..b', '-')],
  ['protocol', word('TCP', 'UDP', 'SCTP', 'tcp', 'ICMP', '', 'TCP ', 'ALL')],
  ['policyTypes', word('Ingress', 'Egress', 'ingress', 'EGRESS', '', 'Both')],
  ['operator', word('In', 'NotIn', 'Exists', 'DoesNotExist', 'in', 'notin', '', 'Equals', 'Gt', '=')],
  ['operation', word('Apply', 'Update', 'apply', 'Create', '')],
  ['fieldsType', word('FieldsV1', 'fieldsV1', 'FieldsV2', '')],
  ['level', word('None', 'Metadata', 'Request', 'RequestResponse', 'none', '', 'All')],
  ['omitStages', aStage],
]);

/** Anything of any JSON type. */
const anything: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, 1, -1, 1.5, 1e21, 9007199254740993, '', 'a', 'true', '0', [], {}),
  fc.constantFrom<Json>([null], [[]], [{}], [''], [null, null], ['a', 'a'], { a: null }, { a: 'b' }, { '': '' }, { a: 1 }),
  name,
);

type Operation =
  | { readonly do: 'remove' | 'twice' | 'empty' | 'upper' | 'lower' | 'swap' }
  | { readonly do: 'fit' }
  | { readonly do: 'set' | 'beside'; readonly value: Json };

interface Mutation {
  /** Which group of the places that it can be done to, and which of the group: small groups count like large ones. */
  readonly group: number;
  readonly place: number;
  readonly operation: Operation;
  readonly values: Values;
}

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ do: 'fit' } as const) },
  { weight: 2, arbitrary: fc.constant({ do: 'remove' } as const) },
  { weight: 2, arbitrary: fc.constantFrom('twice', 'empty', 'swap').map(one => ({ do: one } as const)) },
  { weight: 1, arbitrary: fc.constantFrom('upper', 'lower').map(one => ({ do: one } as const)) },
  { weight: 2, arbitrary: anything.map(value => ({ do: 'set' as const, value })) },
  { weight: 2, arbitrary: anything.map(value => ({ do: 'beside' as const, value })) },
);

const mutation: fc.Arbitrary<Mutation> = fc.record({ group: fc.nat(999), place: fc.nat(9999), operation, values });

/** Objects of the kind with up to three changes, each at any place that `may` change. */
export function mutated(valid: fc.Arbitrary<Json>, may: (place: Path) => boolean): fc.Arbitrary<Json> {
  return fc.tuple(valid, fc.array(mutation, { maxLength: 3 }))
    .map(([object, changes]) => changes.reduce((before, change) => mutate(before, change, may), object));
}

function mutate(object: Json, change: Mutation, may: (place: Path) => boolean): Json {
  const fits = change.operation.do === 'fit';
  const all = placesOf(object).filter(place => may(place) && (!fits || fitOf(place) !== undefined));
  // What fits depends on the field; anything else is done to a section of the object.
  const groupOf = fits ? fieldOf : (place: Path) => place[0];
  const groups = [...new Set(all.map(groupOf))];
  const places = all.filter(place => groupOf(place) === groups[change.group % groups.length]);
  const place = places[change.place % places.length];
  return place ? replaced(object, place, (found, key) => outcome(found, key, place, change)) : object;
}

function outcome(found: Json, key: string, place: Path, { operation: one, values: given }: Mutation): Members {
  switch (one.do) {
    case 'remove': return [];
    // A member cannot stand twice in an object; it gets a neighbour in another case instead.
    case 'twice': return [[key, found], [otherCase(key), found]];
    case 'empty': return [[key, emptied(found)]];
    case 'upper': return [[key, typeof found === 'string' ? found.toUpperCase() : found]];
    case 'lower': return [[key, typeof found === 'string' ? found.toLowerCase() : found]];
    case 'swap': return [[otherCase(key), typeof found === 'string' ? otherCase(found) : found]];
    case 'set': return [[key, one.value]];
    case 'beside': return [[key, found], [given.qualified, isMap(place.at(-2)) ? given.name : one.value]];
    case 'fit': return [[key, isMap(place.at(-1)) && isObject(found) ? { ...found, [given.qualified]: given.name }
      : Array.isArray(found) ? [...found as readonly Json[], fitOf(place)!(given)] : fitOf(place)!(given)]];
  }
}

function fitOf(place: Path): Fit | undefined {
  return isMap(place.at(-1)) || isMap(place.at(-2)) ? aName : FITTING.get(fieldOf(place));
}

/** The field that a place is, or is an element of. */
function fieldOf(place: Path): string {
  const key = place.at(-2);
  return isMap(key) ? String(key) : place.filter(one => typeof one === 'string').at(-1) ?? '';
}

/** Maps, whose keys anybody chooses. */
function isMap(key: string | number | undefined): boolean {
  return key === 'labels' || key === 'annotations' || key === 'matchLabels';
}

function otherCase(text: string): string {
  const first = text.slice(0, 1);
  return `${first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase()}${text.slice(1)}`;
}

function emptied(found: Json): Json {
  return Array.isArray(found) ? [] : isObject(found) ? {} : typeof found === 'string' ? '' : typeof found === 'number' ? 0 : null;
}

