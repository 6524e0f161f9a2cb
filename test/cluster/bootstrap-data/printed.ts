import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { BootstrapBinding, BootstrapPolicy, BootstrapRole } from '../../../src/kubernetes/bootstrap-policy';

/** What go/bootstrap printed for one release, in the shape of `bootstrapPolicy`. */
export interface Printed {
  readonly release: string;
  readonly minor: number;
  readonly policy: BootstrapPolicy;
}

type Objects = ReadonlyArray<Record<string, unknown>>;

interface File {
  readonly clusterRoles: Objects;
  readonly clusterRoleBindings: Objects;
  readonly roles: Readonly<Record<string, Objects>>;
  readonly roleBindings: Readonly<Record<string, Objects>>;
}

/** Every `1.NN.P.json` of a folder, by ascending minor. */
export function readPrinted(folder: string): Printed[] {
  return readdirSync(folder).filter(name => /^1\.\d+\.\d+\.json$/.test(name)).map(name => {
    const release = basename(name, '.json');
    const file = JSON.parse(readFileSync(join(folder, name), 'utf8')) as File;
    return {
      release,
      minor: Number(release.split('.')[1]),
      policy: {
        clusterRoles: plain<BootstrapRole>('ClusterRole', file.clusterRoles),
        clusterRoleBindings: plain<BootstrapBinding>('ClusterRoleBinding', file.clusterRoleBindings),
        roles: plain<BootstrapRole>('Role', Object.values(file.roles).flat()),
        roleBindings: plain<BootstrapBinding>('RoleBinding', Object.values(file.roleBindings).flat()),
      },
    };
  }).sort((a, b) => a.minor - b.minor);
}

/** Go prints objects without their type, with nulls for what is absent, and in the order of its source. */
function plain<T extends BootstrapRole | BootstrapBinding>(kind: T['kind'], objects: Objects): T[] {
  return objects
    .map(object => withoutNulls({ apiVersion: 'rbac.authorization.k8s.io/v1', kind, ...object }) as T)
    .sort((a, b) => sortKey(a) < sortKey(b) ? -1 : 1);
}

function sortKey({ metadata: { namespace, name } }: BootstrapRole | BootstrapBinding): string {
  return `${namespace ?? ''}/${name}`;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null).map(([key, field]) => [key, withoutNulls(field)]));
}

/** SHA-256 of a value as JSON with sorted keys. */
export function digest(value: unknown): string {
  const sorted = (_: string, part: unknown) => typeof part === 'object' && part !== null && !Array.isArray(part)
    ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => a < b ? -1 : 1))
    : part;
  return createHash('sha256').update(JSON.stringify(value, sorted)).digest('hex');
}
