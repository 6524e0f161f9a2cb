import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { bindingEntries } from './binding-entries';
import { declareDeployer } from './declared-deployers';
import { checkedFlag, refuseMissing } from './lists';
import { Subject } from './subject';
import { RBAC_GROUP } from './words';
import type { PolicyObject } from '../../decide/access/build';
import type { DeployerRights } from '../../decide/access/deployer-rights';
import type { PolicyRule } from '../../manifests/model';
import { Cluster } from '../cluster';
import { atSynth, problemOf } from '../errors';
import { manifestOf } from '../manifest-cache';
import { ManifestObject } from '../manifest-object';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';
import { everythingIn } from '../tree';

/** Properties of a ClusterDeployer. */
export interface ClusterDeployerProps {
  /** The identity of the CI job or of the GitOps agent. */
  readonly subjects: (IConstruct | Subject)[];

  /**
   * It also deletes what is no longer wanted.
   *
   * @default true
   */
  readonly prune?: boolean;

  /**
   * What another identity applies: these constructs and all below them.
   *
   * @default - nothing
   */
  readonly except?: IConstruct[];

  /**
   * The name of its roles and bindings.
   *
   * @default - the construct id
   */
  readonly name?: string;
}

/**
 * The least that an identity must hold to apply a whole cluster by server-side apply, worked out from
 * everything else in the cluster at synth: the requests for each kind where it stands, and what RBAC's
 * escalation check asks of whoever writes roles and bindings. Its own roles are among what it applies, but
 * the first time somebody else must apply them.
 *
 * It holds what it hands out, so it shows in the findings of `bulwark check` as those do.
 */
export class ClusterDeployer extends Construct {
  private readonly props: ClusterDeployerProps;

  constructor(scope: Construct, id: string, props: ClusterDeployerProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, ClusterDeployer, 'ClusterDeployerProps', props);
    Cluster.containing(this);
    this.props = props ?? {};
    refuseMissing(this, 'subjects', this.props.subjects);
    checkedFlag(this, 'prune', this.props.prune, true);
    declareDeployer(this, this.props.subjects);
  }

  /**
   * Makes the roles anew, from what the cluster holds now.
   * @internal
   */
  public _complete(): void {
    this.node.children.forEach(({ node }) => this.node.tryRemoveChild(node.id));
    const name = this.props.name ?? this.node.id.toLowerCase();
    const except = new Set((this.props.except ?? []).flatMap(everythingIn));
    const constructs = everythingIn(Cluster.containing(this)).filter(each => !except.has(each));
    const other = constructs.find(each => each !== this && each instanceof ClusterDeployer);
    if (other) {
      throw problemOf(this, {
        id: 'construct-invalid',
        field: 'except',
        message: `would hold what ${other.node.path} holds, and that one what this one does`,
        fix: 'name in each what the other applies, its own construct included',
      });
    }
    const applied = constructs.filter(each => ApiObject.isApiObject(each))
      .map((each): PolicyObject => ({ object: manifestOf(each as ApiObject), construct: each.node.path }));
    const first = this.rightsFor(applied);
    // Its own roles are applied as well, which takes rights on roles wherever it has one.
    const own = [...first.rules.keys()].flatMap(namespace => objectsFor(name, namespace, [], [])).map(object => ({ object }));
    const { rules, beyond } = this.rightsFor([...applied, ...own]);
    if (beyond.length > 0) {
      const [{ object, reason }] = beyond as [DeployerRights['beyond'][number]];
      throw problemOf(this, {
        id: 'construct-invalid',
        field: 'except',
        message: `no right short of everything lets it apply ${object}: ${reason}`,
        fix: 'let another identity apply it, and name its construct in except',
      });
    }
    const subjects = atSynth(() => bindingEntries(this, this.props.subjects));
    for (const [namespace, list] of rules) {
      objectsFor(name, namespace, list, subjects).forEach(object => new ManifestObject(this, `${namespace}${object.kind}`, object));
    }
  }

  private rightsFor(objects: readonly PolicyObject[]): DeployerRights {
    // Loaded late: only a program with a deployer asks the engine that decides access.
    const { policyOf } = require('../../decide/access/build') as typeof import('../../decide/access/build');
    const { deployerRights } = require('../../decide/access/deployer-rights') as typeof import('../../decide/access/deployer-rights');
    return deployerRights(objects, { policy: policyOf(objects, { defaultsOf: Cluster.containing(this).target.minor }), prune: this.props.prune });
  }
}

interface RbacObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/** A role of some rules and its binding, in a namespace or for the cluster. */
function objectsFor(name: string, namespace: string, rules: readonly PolicyRule[], subjects: any): RbacObject[] {
  const kind = namespace === '' ? 'ClusterRole' : 'Role';
  const metadata = namespace === '' ? { name } : { name, namespace };
  return [
    { apiVersion: `${RBAC_GROUP}/v1`, kind, metadata, rules },
    { apiVersion: `${RBAC_GROUP}/v1`, kind: `${kind}Binding`, metadata, roleRef: { apiGroup: RBAC_GROUP, kind, name }, subjects },
  ];
}

/** Lets every deployer among the constructs of a cluster look at what else is there. True when there was any. */
export function completeDeployers(constructs: readonly IConstruct[]): boolean {
  const deployers = constructs.filter(each => '_complete' in each) as ClusterDeployer[];
  deployers.forEach(each => each._complete());
  return deployers.length > 0;
}
