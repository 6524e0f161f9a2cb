import { ANY } from './asked';
import type { Gained } from './difference';
import type { Holder } from './holdings';
import { authorizables } from '../../kubernetes';
import type { AccessChange, Direction } from '../access';

/** Permissions as a rule has them; `*` stands for everything, those that nobody names included. */
export interface Permission {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  /** `pods`, `pods/log`. */
  readonly resources: readonly string[];
  /** None: every name. */
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

/** Some holders in some places. */
export interface Held {
  readonly holders: readonly Holder[];
  /** Namespaces; the empty text for the cluster scope and all of them. */
  readonly namespaces: readonly string[];
  readonly except: readonly string[];
}

/** Changes that say the same of whomever they are about, as one. */
export interface FoldedAccess {
  readonly direction: Direction;
  readonly permissions: readonly Permission[];
  readonly held: readonly Held[];
  /** The changes that are told of here; the first one's witness stands for all. */
  readonly changes: readonly AccessChange[];
}

/** Joins what one change of a role or a binding brings: by permissions, then places of one holder, then holders of the same places. */
export function foldAccess(changes: readonly AccessChange[]): FoldedAccess[] {
  const permissions = new Map(changes.map(change => [change, permissionsOf(change.gained)]));
  const groups = groupBy(changes, change => JSON.stringify([change.direction, permissions.get(change)]));
  return groups.map(group => ({
    direction: group[0]!.direction,
    permissions: permissions.get(group[0]!)!,
    held: heldBy(group),
    changes: group,
  }));
}

function heldBy(changes: readonly AccessChange[]): Held[] {
  const byHolder = groupBy(changes, ({ holder, except }) => JSON.stringify([holder, except]));
  const held = byHolder.map(each => ({ holder: each[0]!.holder, except: each[0]!.except, namespaces: each.map(({ namespace }) => namespace) }));
  return groupBy(held, ({ namespaces, except }) => JSON.stringify([namespaces, except]))
    .map(each => ({ holders: each.map(({ holder }) => holder), namespaces: each[0]!.namespaces, except: each[0]!.except }));
}

/** Cells as few rules: those that agree on all but their resources are one, then all but their groups, then all but their names. */
export function permissionsOf(cells: readonly Gained[]): Permission[] {
  const rows = cells.map((cell): Permission => ({
    verbs: cell.everyVerb ? ['*'] : [...cell.verbs].sort(),
    apiGroups: cell.resourceRequest ? [cell.apiGroup] : [],
    resources: !cell.resourceRequest ? [] : [cell.wholeGroup ? '*' : cell.subresource === '' ? cell.resource : `${cell.resource}/${cell.subresource}`],
    resourceNames: cell.name === '' ? [] : [cell.name],
    nonResourceURLs: cell.resourceRequest ? [] : [cell.path],
  }));
  return (['nonResourceURLs', 'resources', 'apiGroups', 'resourceNames'] as const)
    .reduce<Permission[]>((joined, field) => joinOn(joined, field), rows)
    .map(wildcards);
}

function joinOn(rows: readonly Permission[], field: keyof Permission): Permission[] {
  return groupBy(rows, row => JSON.stringify({ ...row, [field]: field === 'resourceNames' ? row.resourceNames.length > 0 : [] }))
    .map(group => ({ ...group[0]!, [field]: [...new Set(group.flatMap(row => row[field]))].sort() }));
}

/** The group that stands for all that nobody names, together with every group of Kubernetes, is every group. */
function wildcards(row: Permission): Permission {
  const everyGroup = row.apiGroups.includes(ANY.group) && [...BUILT_IN()].every(group => row.apiGroups.includes(group));
  return everyGroup ? { ...row, apiGroups: ['*'] } : row;
}

function BUILT_IN(): ReadonlySet<string> {
  builtIn ??= new Set([...authorizables()].map(({ group }) => group));
  return builtIn;
}

let builtIn: ReadonlySet<string> | undefined;

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}
