import type { IConstruct } from 'constructs';
import type { DatabaseFlow, DatabaseFlows } from './database-flows';
import type { IsolatedDatabaseProps } from './isolated-database-props';
import { DNS_PODS, DNS_PORTS } from './name-service';
import type { AuditRequests } from '../../decide/audit/requests';
import type { AuditAtLeast, FlowModel } from '../../prove/guarantee';
import { Guarantee } from '../promises/guarantee';
import { Guarantees } from '../promises/guarantees';
import { flowModel, onlyTraffic, podsModel } from '../promises/network-guarantees';

/** States what an IsolatedDatabase promises about the whole cluster. */
export function promiseIsolation(database: IConstruct, props: IsolatedDatabaseProps, flows: DatabaseFlows): void {
  const { pods, clients, metrics, operators, namespace } = props;
  const promises = Guarantees.of(database);
  promises.add(Guarantee._of(asked => onlyTraffic(asked, podsModel(asked, pods, namespace), models(asked, flows.ingress()), [
    ...models(asked, flows.egress()),
    ...flows.asksNames() ? [{ peer: DNS_PODS, ports: DNS_PORTS }] : [],
  ])));
  // Whoever becomes the reader of metrics is let in as well.
  promises.add(Guarantee.noWayAround({ pods, clients: [...clients, ...metrics ? [metrics.from] : []], operators, namespace }));
  promises.add(Guarantee._of((): AuditAtLeast => ({
    kind: 'audit-at-least', level: 'Metadata', requests: ACTS.map(each => ({ ...each, namespaces: [flows.namespace()] })), except: COMPONENTS,
  })));
}

/** Requests by which somebody gets past the network, and changes after which others are let in. */
const ACTS: readonly AuditRequests[] = [
  {
    verbs: ['create', 'delete', 'get', 'patch', 'update'],
    resources: [{ group: '', resources: ['pods/attach', 'pods/ephemeralcontainers', 'pods/exec', 'pods/portforward', 'pods/proxy', 'services/proxy'] }],
  },
  {
    verbs: ['create', 'delete', 'deletecollection', 'patch', 'update'],
    resources: [
      { group: '', resources: ['pods', 'pods/status', 'replicationcontrollers'] },
      { group: 'apps', resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'] },
      { group: 'batch', resources: ['cronjobs', 'jobs'] },
      { group: 'networking.k8s.io', resources: ['networkpolicies'] },
    ],
  },
];

/** Trusted, and loud: nodes, and what makes pods of workloads. */
const COMPONENTS: readonly AuditRequests[] = [
  { userGroups: ['system:nodes'] },
  { userGroups: ['system:serviceaccounts:kube-system'] },
  { users: ['system:apiserver', 'system:kube-controller-manager', 'system:kube-scheduler'] },
];

function models(asked: IConstruct, flows: readonly DatabaseFlow[]): FlowModel[] {
  return flows.map(flow => flowModel(asked, flow));
}
