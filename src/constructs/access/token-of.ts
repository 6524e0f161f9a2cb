import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { AccountUser } from './account-user';
import { isMap } from '../../manifests/fields';
import { Cluster } from '../cluster';
import { problemOf } from '../errors';
import { manifestOf } from '../manifest-cache';
import { everythingIn } from '../tree';
import { securedAround } from '../workloads/secured-scope';

/**
 * Refuses a grant to workloads none of whose pods gets a token of the service account: it would read as a
 * permission and be none.
 *
 * The pod's `automountServiceAccountToken` counts before the account's, which is true unless it says otherwise
 * (plugin/pkg/admission/serviceaccount/admission.go); a projected volume gives a token in any case.
 */
export function refuseTokenless(asked: IConstruct, field: string, users: readonly AccountUser[]): void {
  const without = users.map(whyNone);
  if (users.length === 0 || without.includes(undefined)) {
    return;
  }
  const { apiObject } = users[0]!;
  throw problemOf(asked, {
    id: 'subject-tokenless',
    field,
    value: apiObject.node.path,
    message: `its pods get no token of their service account (${without[0]}), so that they could not use what is granted`,
    fix: 'set automountServiceAccountToken: true on the workload, or pass the ServiceAccount itself if others use it',
  });
}

/** Why the pods of a workload get no token; undefined when they do. */
function whyNone({ apiObject, template: { spec, path }, namespace, account }: AccountUser): string | undefined {
  if (hasProjectedToken(spec)) {
    return undefined;
  }
  const own = spec.automountServiceAccountToken;
  if (own === true) {
    return undefined;
  }
  // Whether or not synthesis has filled it already: the two must read alike.
  if (isHardened(apiObject)) {
    return `${path}.automountServiceAccountToken is false, or not set, which its SecuredNamespace fills with false`;
  }
  if (own === false) {
    return `${path}.automountServiceAccountToken is false, as cdk8s-plus sets it by default`;
  }
  return mountsByDefault(apiObject, namespace, account) ? undefined : `the ServiceAccount ${account} says automountServiceAccountToken: false`;
}

function isHardened(apiObject: ApiObject): boolean {
  const around = securedAround(apiObject);
  return around !== undefined && around._hardens && Cluster._around(apiObject) !== undefined;
}

function hasProjectedToken({ volumes }: Record<string, unknown>): boolean {
  return Array.isArray(volumes) && volumes.some(volume => sourcesOf(volume).some(source => isMap(source) && isMap(source.serviceAccountToken)));
}

function sourcesOf(volume: unknown): unknown[] {
  const projected = isMap(volume) ? volume.projected : undefined;
  const sources = isMap(projected) ? projected.sources : undefined;
  return Array.isArray(sources) ? sources : [];
}

/** An account that the program does not make is taken to be as Kubernetes makes it: true. */
function mountsByDefault(from: ApiObject, namespace: string, account: string): boolean {
  const found = everythingIn(Cluster._around(from) ?? from.node.root).find((each): each is ApiObject => ApiObject.isApiObject(each)
    && each.kind === 'ServiceAccount' && each.name === account && (each.metadata.namespace ?? Chart.of(each).namespace) === namespace);
  return found === undefined || manifestOf(found).automountServiceAccountToken !== false;
}
