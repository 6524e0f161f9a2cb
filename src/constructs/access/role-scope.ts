import { ApiObject, Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { checkedFlag, refuseEmpty } from './lists';
import { invalid } from '../errors';
import { everythingIn } from '../tree';

/** Where a role applies, as an author says it. */
export interface RoleScopeProps {
  readonly clusterWide?: boolean;
  readonly namespace?: string;
  readonly namespaces?: ReadonlyArray<IConstruct | string>;
}

/** Where a role applies. */
export interface RoleScope {
  /** True for requests without a namespace, and in every one. */
  readonly everywhere: boolean;
  /** Where it is bound otherwise, sorted. */
  readonly namespaces: readonly string[];
  /** True when one ClusterRole is bound in each of the namespaces. */
  readonly shared: boolean;
}

/** Of a role that is bound nowhere yet, nothing is out of reach. */
export const EVERYWHERE: RoleScope = { everywhere: true, namespaces: [], shared: false };

/** Reads it, or refuses what contradicts itself. */
export function scopeOf(construct: Construct, { clusterWide: everywhere, namespace, namespaces }: RoleScopeProps): RoleScope {
  const clusterWide = checkedFlag(construct, 'clusterWide', everywhere, false);
  refuseEmpty(construct, 'namespaces', namespaces);
  if (clusterWide && (namespace !== undefined || namespaces !== undefined)) {
    const field = namespace !== undefined ? 'namespace' : 'namespaces';
    throw invalid(construct, field, namespace ?? namespacesShown(namespaces!), 'a cluster-wide role has no namespace', `leave out ${field}, or clusterWide`);
  }
  if (clusterWide) {
    return EVERYWHERE;
  }
  if (namespaces !== undefined) {
    if (namespace !== undefined) {
      throw invalid(construct, 'namespace', namespace, 'one of namespace and namespaces says it all', 'leave one of the two out');
    }
    const names = namespaces.map((each, at) => namespaceName(construct, `namespaces[${at}]`, each));
    return { everywhere: false, namespaces: [...new Set(names)].sort(), shared: true };
  }
  const own = namespace ?? Chart.of(construct).namespace;
  if (typeof own !== 'string' || own === '') {
    throw invalid(construct, 'namespace', own, 'the role has no namespace',
      'create it inside a SecuredNamespace, set namespace, or say clusterWide: true to grant it everywhere');
  }
  return { everywhere: false, namespaces: [own], shared: false };
}

/** The namespace that a text, a chart with a namespace, or a construct with one Namespace object stands for. */
function namespaceName(construct: Construct, field: string, namespace: IConstruct | string): string {
  if (typeof namespace === 'string') {
    return namespace;
  }
  if (!Construct.isConstruct(namespace)) {
    throw invalid(construct, field, namespace, 'is neither a name nor a construct', 'pass the name of a namespace, or its SecuredNamespace');
  }
  const own = Chart.isChart(namespace) ? (namespace as Chart).namespace : undefined;
  const found = own === undefined
    ? everythingIn(namespace).filter((each): each is ApiObject => ApiObject.isApiObject(each) && each.kind === 'Namespace').map(each => each.name)
    : [own];
  if (found.length !== 1) {
    throw invalid(construct, field, namespace.node.path, found.length === 0 ? 'holds no Namespace' : `holds several namespaces: ${found.sort().join(', ')}`,
      'pass the SecuredNamespace, a chart with a namespace, or the name');
  }
  return found[0]!;
}

function namespacesShown(namespaces: ReadonlyArray<IConstruct | string>): string[] {
  return namespaces.map(each => typeof each === 'string' ? each : each.node.path);
}
