import type { AccessRule } from '../../access/access-role';
import { KubernetesResource as R } from '../../access/kubernetes-resource';
import { Verb } from '../../access/verb';

/**
 * What a driver does at the API server: it makes its executors, their ConfigMaps and claims and the Services by which they
 * find it, follows them, and removes them all at once in the end; without deletecollection they stay behind (stackable
 * spark-k8s-operator#316). In its own namespace alone; the documentation's cluster-wide `edit` reads every secret.
 */
export const DRIVER_RULES: AccessRule[] = [{
  verbs: [Verb.GET, Verb.LIST, Verb.WATCH, Verb.CREATE, Verb.UPDATE, Verb.PATCH, Verb.DELETE, Verb.DELETECOLLECTION],
  resources: [R.PODS, R.SERVICES, R.CONFIG_MAPS, R.PERSISTENT_VOLUME_CLAIMS],
}];

/** What whoever submits does: it makes the driver with its Service and ConfigMaps, follows it, and may end it. */
export function submitterRules(ownPolicy: boolean): AccessRule[] {
  return [
    { verbs: [Verb.GET, Verb.LIST, Verb.WATCH, Verb.CREATE, Verb.UPDATE, Verb.PATCH, Verb.DELETE], resources: [R.PODS, R.SERVICES, R.CONFIG_MAPS] },
    ...ownPolicy ? [{ verbs: [Verb.GET, Verb.CREATE, Verb.UPDATE, Verb.PATCH], resources: [R.NETWORK_POLICIES] }] : [],
  ];
}
