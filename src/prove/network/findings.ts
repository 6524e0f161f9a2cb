import { lintPolicies } from './lint-policies';
import { lintServices, lintWorkloads, policiesByPod } from './lint-workloads';
import type { PolicyObject } from '../../decide/access/build';
import { AddressAtoms } from '../../decide/network/address-atoms';
import type { NetworkModel } from '../../decide/network/model';
import { PodClasses } from '../../decide/network/pod-classes';
import { isMap } from '../../manifests/fields';
import { objectLabel } from '../../manifests/identity';
import type { Finding } from '../finding';

/** What network policies say or leave out by mistake, as far as the manifests show it. Without any policy there is nothing to say. */
export function networkFindings(objects: readonly PolicyObject[], model: NetworkModel): Finding[] {
  if (model.policies.size === 0 && model.clusterPolicies.length === 0) return [];
  const classes = new PodClasses(model, new AddressAtoms(model));
  const selecting = policiesByPod(model, classes);
  return [
    ...lintPolicies(model, classes), ...openEgress(objects), ...lintWorkloads(model, selecting),
    ...lintServices(objects, model, selecting),
  ];
}

/**
 * `egress: []` without policyTypes reads like a policy that closes egress, and is one of ingress alone
 * (pkg/apis/networking/v1/defaults.go, SetDefaults_NetworkPolicy).
 */
function openEgress(objects: readonly PolicyObject[]): Finding[] {
  return objects.flatMap(({ object, source, construct }): Finding[] => {
    const isPolicy = object.kind === 'NetworkPolicy' && object.apiVersion === 'networking.k8s.io/v1';
    const { egress, policyTypes = [] } = isPolicy && isMap(object.spec) ? object.spec : {};
    const isBare = Array.isArray(egress) && egress.length === 0 && (policyTypes === null || (policyTypes as unknown[]).length === 0);
    return !isBare ? [] : [{
      id: 'network-egress-open',
      severity: 'high',
      object: objectLabel(object),
      field: 'spec.egress',
      value: '[]',
      message: 'is empty, and without policyTypes that isolates ingress alone: egress stays open',
      fix: 'add policyTypes: [Ingress, Egress], or take the empty list out',
      source,
      construct,
      constructs: construct === undefined ? [] : [construct],
    }];
  });
}
