import { ApiObject, Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { Filler, type Json } from './filler';
import { ProblemError, shown } from '../../manifests/problem';
import { AccessRole, type AccessRule } from '../access/access-role';
import { Cluster } from '../cluster';
import { invalid, problemOf } from '../errors';
import { fillWhenRendered } from '../manifest-cache';
import { ManifestObject } from '../manifest-object';
import { TrafficPolicy, type EgressRule, type IngressRule } from '../network/traffic-policy';
import { accountIn, podTemplateOf } from '../pod-template';
import { refuseWrongProps } from '../props';
import { noteSource, sourceOf } from '../source-lines';
import { everythingIn } from '../tree';

/** Properties of a WorkloadIdentity. */
export interface WorkloadIdentityProps {
  /** The workload: a construct of cdk8s-plus, an included file or a raw ApiObject with one pod template. */
  readonly workload: IConstruct;

  /**
   * What it may do at the API server. Only with rules do its pods get a token.
   *
   * @default - nothing
   */
  readonly access?: AccessRule[];

  /**
   * Who may connect to its pods.
   *
   * @default - nobody
   */
  readonly ingress?: IngressRule[];

  /**
   * What its pods may connect to, beside name resolution where the namespace opens it.
   *
   * @default - nothing
   */
  readonly egress?: EgressRule[];
}

/**
 * Everything that one workload may do and reach, in one place: a service account of its own, a Role for it, and one policy
 * of its traffic. `bulwark explain` prints what came of it, with what others grant and open beside.
 */
export class WorkloadIdentity extends Construct {
  /** Its service account. */
  public readonly serviceAccount: ApiObject;

  /** Its Role; undefined without rules. */
  public readonly role?: ApiObject;

  /** The policy of its traffic. */
  public readonly policy: ApiObject;

  constructor(scope: Construct, id: string, props: WorkloadIdentityProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, WorkloadIdentity, 'WorkloadIdentityProps', props);
    const cluster = Cluster._around(this);
    if (!cluster) {
      throw problemOf(this, {
        id: 'construct-misplaced', message: 'stands in no Cluster, at whose synthesis its workload gets the account', fix: 'create it inside a Cluster of a PolicyApp',
      });
    }
    const { workload, access } = props;
    const objects = Construct.isConstruct(workload) ? everythingIn(workload).filter((each): each is ApiObject => ApiObject.isApiObject(each)) : [];
    if (objects.length === 0 || Cluster._around(workload) !== cluster) {
      throw problemOf(this, {
        id: 'workload-unresolved', field: 'workload', value: workload?.node?.path, message: 'holds no object of this cluster', fix: 'pass a workload of the same cluster',
      });
    }
    const away = objects.map(each => each.metadata.namespace ?? Chart.of(each).namespace).find(namespace => namespace !== Chart.of(this).namespace);
    if (away !== undefined) {
      throw invalid(this, 'workload', workload.node.path, `stands in the namespace ${away}, where neither the account nor the policy would count`, 'create the identity in the namespace of the workload');
    }
    this.serviceAccount = new ManifestObject(this, 'Resource', { apiVersion: 'v1', kind: 'ServiceAccount', automountServiceAccountToken: false });
    objects.forEach(each => fillWhenRendered(each, manifest => this.fill(manifest, access !== undefined)));
    this.policy = new TrafficPolicy(this, 'traffic', { pods: workload, ingress: props.ingress ?? [], egress: props.egress ?? [] }).policy;
    this.role = access ? new AccessRole(this, 'role', { rules: access, subjects: [workload] }).role : undefined;
  }

  /** Gives the pods the account; those that name another are not this workload's. */
  private fill(manifest: Json, token: boolean): string[] {
    const template = podTemplateOf(manifest);
    if (!template) {
      return [];
    }
    const { spec, path } = template;
    const filler = new Filler();
    const wanted = { serviceAccountName: this.serviceAccount.name, automountServiceAccountToken: token };
    const set: Readonly<Record<string, unknown>> = {
      serviceAccountName: accountIn(spec), automountServiceAccountToken: spec.automountServiceAccountToken ?? undefined,
    };
    const against = Object.entries(wanted).filter(([field, value]) => set[field] !== undefined && set[field] !== value);
    if (against.length > 0) {
      throw new ProblemError(...against.map(([field, value]) => ({
        id: 'workload-conflict' as const,
        construct: this.node.path,
        source: sourceOf(this),
        field: `${path}.${field}`,
        value: shown(set[field]),
        message: `${shown(value)} is what the identity gives its workload`,
        fix: field === 'serviceAccountName' ? 'leave the account out of the workload' : `set automountServiceAccountToken to ${String(value)} on the workload, or leave it out`,
      })));
    }
    Object.entries(wanted).forEach(([field, value]) => filler.fill(spec, path, field, value));
    return filler.filled;
  }
}
