import type { PolicyObject } from '../../decide/access/build';
import { namespacePolicy, type NamespacePolicy } from '../../decide/pod-security/namespace-policy';
import { metadataOf } from '../../manifests/identity';

/** What a namespace asks of the pods in it, as far as the manifests say. */
export interface NamespaceView {
  readonly name: string;
  /** The Namespace object; without one no label is known. */
  readonly declared?: PolicyObject;
  readonly policy: NamespacePolicy;
  readonly quotas: readonly PolicyObject[];
  readonly limitRanges: readonly Fields[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Every namespace that an object declares or asks something of. */
export function namespacesIn(objects: readonly PolicyObject[]): Map<string, NamespaceView> {
  const all = new Map<string, { declared?: PolicyObject; quotas: PolicyObject[]; limitRanges: Fields[] }>();
  const at = (name: string) => {
    const known = all.get(name) ?? { quotas: [], limitRanges: [] };
    all.set(name, known);
    return known;
  };
  for (const each of objects) {
    const { object } = each;
    if (object.apiVersion !== 'v1') continue;
    const { name = '', namespace = 'default' } = metadataOf(object);
    if (object.kind === 'Namespace') at(name).declared = each;
    if (object.kind === 'ResourceQuota') at(namespace).quotas.push(each);
    if (object.kind === 'LimitRange') at(namespace).limitRanges.push(object);
  }
  return new Map([...all].map(([name, view]) => [name, { name, ...view, policy: namespacePolicy(labelsOf(view.declared?.object)) }]));
}

function labelsOf(object: Fields | undefined): Readonly<Record<string, string>> {
  const metadata = object?.metadata as { labels?: Record<string, unknown> } | undefined;
  const entries = Object.entries(metadata?.labels ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(entries);
}
