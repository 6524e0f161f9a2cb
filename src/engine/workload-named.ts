import type { PolicyObject } from '../decide/access/build';
import { findByKind } from '../kubernetes';
import { mapAt, type Fields } from '../manifests/fields';
import { groupOf, metadataOf } from '../manifests/identity';
import { podTemplateOf } from '../manifests/pod-template';
import { ProblemError } from '../manifests/problem';

/**
 * The workload that a text names: `namespace/workload`, `namespace/Kind/workload` or `namespace/Kind.group/workload`. Throws a
 * ProblemError where there is none, or several of one name.
 */
export function workloadNamed(objects: readonly PolicyObject[], text: string): PolicyObject {
  const parts = text.split('/');
  const [namespace, kind, name] = parts.length === 3 ? parts : parts.length === 2 ? [parts[0], undefined, parts[1]] : [];
  const workloads = objects.filter(({ object }) => podTemplateOf(object) !== undefined);
  const isNamed = ({ object }: PolicyObject) => (metadataOf(object).namespace ?? 'default') === namespace && metadataOf(object).name === name;
  const isOfKind = ({ object }: PolicyObject) => kind === undefined
    || [String(object.kind), kindAndGroup(object)].some(each => each.toLowerCase() === kind.toLowerCase());
  const found = name === undefined ? [] : workloads.filter(each => isNamed(each) && isOfKind(each));
  if (found.length !== 1) {
    const near = found.length > 0 ? found : workloads.filter(({ object }) => metadataOf(object).name === parts.at(-1));
    const kinds = near.map(({ object }) => `${metadataOf(object).namespace ?? 'default'}/${String(object.kind)}/${metadataOf(object).name}`);
    const labels = new Set(kinds).size === kinds.length ? kinds
      : near.map(({ object }) => `${metadataOf(object).namespace ?? 'default'}/${kindAndGroup(object)}/${metadataOf(object).name}`);
    throw new ProblemError({
      id: 'workload-unknown',
      value: JSON.stringify(text),
      message: found.length === 0 ? `there is no workload ${text}` : `means several workloads: ${labels.join(', ')}`,
      fix: labels.length > 0 ? `name ${labels.join(' or ')}` : 'name it as namespace/workload, or namespace/Kind/workload',
    });
  }
  return found[0]!;
}

/** `Deployment.apps`; of the core group the kind alone. */
function kindAndGroup(object: Fields): string {
  return [String(object.kind), groupOf(object)].filter(part => part !== '').join('.');
}

/** The resource by which requests name a kind. */
export interface KindResource {
  readonly group: string;
  readonly resource: string;
  readonly assumptions: readonly string[];
}

/** The resource of a kind: one of Kubernetes, one that a CustomResourceDefinition among the objects defines, else the usual plural. */
export function resourceOf(object: Fields, objects: readonly PolicyObject[]): KindResource {
  const [group, kind] = [groupOf(object), String(object.kind)];
  const definition = objects.map(each => mapAt(each.object, 'spec')).find(spec => spec.group === group && mapAt(spec, 'names').kind === kind);
  const known = findByKind(group, kind)?.plural ?? (definition && mapAt(definition, 'names').plural);
  if (typeof known === 'string') {
    return { group, resource: known, assumptions: [] };
  }
  const resource = `${kind.toLowerCase()}s`;
  return { group, resource, assumptions: [`no definition of ${kind} in the group ${group} is among the manifests; its resource is taken to be ${resource}`] };
}
