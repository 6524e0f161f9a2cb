import type { ResourceData } from './data';
import type { PolicyObject } from '../../decide/access/build';
import { authorizables, findAuthorizable, isServedIn, REQUEST_VERBS } from '../../kubernetes';
import { groupOf } from '../../manifests/identity';
import type { PolicyRule } from '../../manifests/model';

/** Something that a request can be about: a resource, or a path that is none. */
export interface CatalogueEntry {
  readonly label: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  /** Of what is no resource. */
  readonly path?: string;
  readonly kind: ResourceData['kind'];
  readonly acts: boolean;
}

/** What can be asked. */
export interface Catalogue {
  readonly resources: readonly CatalogueEntry[];
  readonly verbs: readonly string[];
}

/** Resources of which the use is more than reading and writing objects: whoever has them acts as, or past, somebody else. */
const ACTS = new Set([
  'pods/exec', 'pods/attach', 'pods/portforward', 'pods/proxy', 'pods/ephemeralcontainers', 'services/proxy', 'nodes/proxy', 'serviceaccounts/token',
  'users', 'groups', 'userextras.authentication.k8s.io', 'uids.authentication.k8s.io', 'certificatesigningrequests/approval.certificates.k8s.io',
  'signers.certificates.k8s.io',
]);

/** Stands for whatever nobody names: what is allowed of it, wildcards allow. */
const ANY = 'bulwark-any';

/**
 * All that is asked about: what the API server of a minor serves, what CustomResourceDefinitions among the objects define, and
 * what the rules name beside that. Verbs likewise; those of requests come first.
 */
export function catalogueOf(minor: number, objects: readonly PolicyObject[], rules: readonly PolicyRule[]): Catalogue {
  const entries = new Map<string, CatalogueEntry>();
  const add = (group: string, path: string, namespaced: boolean | undefined) => {
    const [resource = '', subresource = ''] = path.replace('*', ANY).split('/');
    const label = `${path}${group === '' ? '' : `.${group}`}`;
    // A namespace's own name is the namespace of a request for it, so a RoleBinding counts for it.
    const kind = namespaced === undefined || (group === '' && resource === 'namespaces') ? 'unknown' : namespaced ? 'namespaced' : 'cluster';
    if (!entries.has(label)) entries.set(label, { label, group: group.replace('*', ANY), resource, subresource, kind, acts: ACTS.has(label) });
  };
  for (const each of authorizables()) {
    if (isServedIn(each, minor)) add(each.group, each.path, each.namespaced);
  }
  objects.forEach(({ object }) => customResource(object).forEach(({ group, path, namespaced }) => add(group, path, namespaced)));
  for (const { apiGroups = [], resources = [], nonResourceURLs = [] } of rules) {
    for (const group of apiGroups) {
      for (const path of resources) {
        // `pods/*` and `*/*` match no request that an API server sees.
        if (!path.endsWith('/*')) add(group, path, findAuthorizable(group, path)?.namespaced);
      }
    }
    for (const path of nonResourceURLs.filter(each => each !== '*')) {
      entries.set(path, { label: path, group: '', resource: '', subresource: '', path, kind: 'path', acts: false });
    }
  }
  const special = [...authorizables()].flatMap(({ verbs }) => verbs);
  const named = rules.flatMap(({ verbs }) => verbs).filter(verb => verb !== '*');
  const others = [...new Set([...special, ...named])].filter(verb => !REQUEST_VERBS.includes(verb)).sort();
  return { resources: [...entries.values()].sort((a, b) => a.label < b.label ? -1 : 1), verbs: [...REQUEST_VERBS, ...others] };
}

function customResource(object: PolicyObject['object']): Array<{ readonly group: string; readonly path: string; readonly namespaced?: boolean }> {
  if (object.kind !== 'CustomResourceDefinition' || groupOf(object) !== 'apiextensions.k8s.io') {
    return [];
  }
  const { group, names, scope } = (object.spec ?? {}) as { group?: unknown; names?: { plural?: unknown }; scope?: unknown };
  return typeof group !== 'string' || typeof names?.plural !== 'string' ? []
    : [names.plural, `${names.plural}/status`].map(path => ({ group, path, namespaced: scope === 'Namespaced' ? true : scope === 'Cluster' ? false : undefined }));
}
