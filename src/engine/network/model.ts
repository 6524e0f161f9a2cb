import type { NetworkModel } from '../../decide/network/model';
import { readNetwork, type NetworkReadOptions } from '../../decide/network/read';
import { servedAt } from '../../kubernetes/api-kinds';
import { groupOf, objectLabel, versionOf } from '../../manifests/identity';
import { ProblemError, type Problem } from '../../manifests/problem';
import { atField, type ClusterInput } from '../cluster-input';

/** The objects of one cluster. Without a minor they are judged as the newest supported one would. */
export type NetworkInput = Omit<ClusterInput, 'minor'> & { readonly minor?: number; readonly known?: NetworkReadOptions['known'] };

/** What network decisions read of the objects. Throws a ProblemError, with every place, for objects that none can rest on. */
export function networkModelOf(input: NetworkInput): NetworkModel {
  const { model, problems } = readNetwork(input.objects, { kubernetesMinor: input.minor, known: input.known });
  const all = [...problems.map(problem => atField(problem, input)), ...input.minor === undefined ? [] : unserved(input.objects, input.minor)];
  if (all.length > 0) throw new ProblemError(...all);
  return model;
}

/** NetworkPolicies of versions that the API server no longer takes: they would never decide. */
function unserved(objects: ClusterInput['objects'], minor: number): Problem[] {
  return objects.filter(({ object }) => object.kind === 'NetworkPolicy' && object.apiVersion !== 'networking.k8s.io/v1').flatMap(({ object, source, construct }): Problem[] => {
    const served = servedAt(groupOf(object), versionOf(object), 'NetworkPolicy', minor);
    return !served || served.served ? []
      : [{ id: 'object-unserved', field: 'apiVersion', value: JSON.stringify(object.apiVersion), message: served.reason, fix: served.fix, object: objectLabel(object), source, construct }];
  });
}
