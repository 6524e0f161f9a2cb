import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { createRole } from './create-role';
import { KubernetesResource as R } from './kubernetes-resource';
import { checkedFlag, refuseMissing } from './lists';
import { Subject } from './subject';
import { invalid } from '../errors';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';

/** Properties of a NamespaceOperator. */
export interface NamespaceOperatorProps {
  /** Who operates the namespace. */
  readonly subjects: (IConstruct | Subject)[];

  /**
   * Restart Deployments, StatefulSets and DaemonSets: `kubectl rollout restart`, `pause` and `resume`. It is a
   * `patch` of the workload, and RBAC cannot tell one patch from another: it can as well change the image.
   *
   * @default true
   */
  readonly restart?: boolean;

  /**
   * Set the number of replicas of Deployments and StatefulSets: `kubectl scale`. It reaches the number alone, by
   * the subresource `scale`.
   *
   * @default true
   */
  readonly scale?: boolean;

  /**
   * Go back to an earlier revision: `kubectl rollout undo` and `history`. It is a `patch` of the workload, as restart is.
   *
   * @default true
   */
  readonly rollBack?: boolean;

  /**
   * Put a debugging container into a running pod and attach to it: `kubectl debug POD --image=…`. Whoever may do
   * that has the files, the secrets and the service account of every pod in the namespace. The container must meet
   * the namespace's Pod Security level: in a SecuredNamespace, add `--profile=restricted`.
   *
   * @default false
   */
  readonly debug?: boolean;

  /**
   * The namespace.
   *
   * @default - the namespace of the chart around it; without one it is an error
   */
  readonly namespace?: string;

  /**
   * Several namespaces, by one ClusterRole and a RoleBinding in each.
   *
   * @default - the one namespace
   */
  readonly namespaces?: (IConstruct | string)[];

  /**
   * The name of the role.
   *
   * @default - the construct path below the chart
   */
  readonly name?: string;

  /**
   * The name of the binding.
   *
   * @default - kind and name of the role
   */
  readonly bindingName?: string;
}

const READ = ['get', 'list', 'watch'];
const WORKLOADS = [R.DEPLOYMENTS, R.STATEFUL_SETS, R.DAEMON_SETS];

/** What every operator sees: workloads, their revisions, pods with logs, and events. */
const SEEN = [...WORKLOADS, R.REPLICA_SETS, R.CONTROLLER_REVISIONS, R.PODS, R.EVENTS];

/**
 * What each capability asks of the API server, as kubectl 1.37 does it (staging/src/k8s.io/kubectl):
 * - restart: the workload is read and patched (pkg/cmd/rollout/rollout_restart.go).
 * - scale: `scale` is patched, or read and updated with `--current-replicas` (pkg/scale/scale.go).
 * - rollBack: the ReplicaSets or ControllerRevisions are listed and the workload is patched
 *   (pkg/polymorphichelpers/rollback.go).
 * - debug: `ephemeralcontainers` is patched, the pod watched until the container runs, then attached to
 *   (pkg/cmd/debug/debug.go). Attaching is a GET by websocket and a POST by SPDY, on which kubectl falls back; from
 *   1.35 on, the websocket needs `create` beside `get` (gate AuthorizePodWebsocketUpgradeCreatePermission).
 */
const CAPABILITIES = {
  restart: [{ resources: WORKLOADS, verbs: ['patch'] }],
  scale: [{ resources: [R.DEPLOYMENTS_SCALE, R.STATEFUL_SETS_SCALE], verbs: ['get', 'patch', 'update'] }],
  rollBack: [{ resources: WORKLOADS, verbs: ['patch'] }],
  debug: [
    { resources: [R.PODS_EPHEMERAL_CONTAINERS], verbs: ['patch', 'update'] },
    { resources: [R.PODS_ATTACH], verbs: ['create', 'get'] },
  ],
} as const;

/** What an operator does without being asked. */
const DEFAULTS = { restart: true, scale: true, rollBack: true, debug: false };

/**
 * A role for those who keep workloads of a namespace running: see them, restart, scale, roll back, debug. It
 * reads no Secrets, creates nothing, deletes nothing, and touches no roles.
 *
 * That is what the API lets it do. A patch of a workload or a debugging container also acts as the pods do: for
 * operators who may not have what the service accounts and the mounted secrets of the namespace give, leave
 * `scale` alone.
 */
export class NamespaceOperator extends Construct {
  /** The Role, or ClusterRole of several namespaces. */
  public readonly role: ApiObject;

  /** The RoleBindings, one a namespace. */
  public readonly bindings: ApiObject[];

  constructor(scope: Construct, id: string, props: NamespaceOperatorProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, NamespaceOperator, 'NamespaceOperatorProps', props);
    refuseMissing(this, 'subjects', props?.subjects);
    const may = { restart: props.restart, scale: props.scale, rollBack: props.rollBack, debug: props.debug };
    const chosen = (Object.keys(DEFAULTS) as Array<keyof typeof DEFAULTS>)
      .filter(capability => checkedFlag(this, capability, may[capability], DEFAULTS[capability]));
    if (chosen.length === 0) {
      throw invalid(this, 'restart', false, 'nothing is left to operate', 'leave one of restart, scale, rollBack and debug on, or use a ReadOnlyRole');
    }
    const granted = [
      { resources: SEEN, verbs: READ },
      { resources: [R.PODS_LOG], verbs: ['get'] },
      ...chosen.flatMap(capability => [...CAPABILITIES[capability]]),
    ];
    const { subjects, namespace, namespaces, name, bindingName } = props;
    const grants = granted.flatMap(({ resources, verbs }) => resources.map(resource => ({ field: 'subjects', resource, verbs, names: [] })));
    const { role, bindings } = createRole(this, { subjects, namespace, namespaces, name, bindingName }, grants);
    this.role = role;
    this.bindings = bindings;
  }
}
