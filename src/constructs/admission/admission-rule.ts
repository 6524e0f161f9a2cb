import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { AdmissionCheck } from './admission-check';
import { checkExpression, createAdmissionPolicy, VALIDATING } from './admission-policy';
import { AdmissionAction, AdmissionOperation, type AdmissionMatchProps } from './admission-props';
import { KubernetesResource } from '../access/kubernetes-resource';
import { invalid } from '../errors';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';

/** Properties of an AdmissionRule. */
export interface AdmissionRuleProps extends AdmissionMatchProps {
  /** What must be true; every one of them. */
  readonly checks: AdmissionCheck[];

  /**
   * What happens where one is not. DENY and WARN do not go together.
   *
   * @default - DENY
   */
  readonly actions?: AdmissionAction[];
}

/**
 * A rule that the API server itself holds requests to: a ValidatingAdmissionPolicy and its binding, from Kubernetes 1.30
 * on. For what no standard of pods covers: images of given registries, labels, the service accounts of others.
 *
 * Expressions are compiled as the API server of the target does: syntax, variables, functions, types. What they cost, and fields
 * of objects, are not known before a request.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export class AdmissionRule extends Construct {
  /** The ValidatingAdmissionPolicy. */
  public readonly policy: ApiObject;

  /** The ValidatingAdmissionPolicyBinding. */
  public readonly binding: ApiObject;

  constructor(scope: Construct, id: string, props: AdmissionRuleProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, AdmissionRule, 'AdmissionRuleProps', props);
    const { checks, actions = [AdmissionAction.DENY] } = props;
    if (!Array.isArray(checks) || checks.length === 0) {
      throw invalid(this, 'checks', checks, 'checks nothing', 'list what must be true');
    }
    if (actions.length === 0 || (actions.includes(AdmissionAction.DENY) && actions.includes(AdmissionAction.WARN))) {
      throw invalid(this, 'actions', actions, 'a request is refused, or warned of', 'use DENY or WARN, and AUDIT beside either');
    }
    checks.forEach(({ _expression, _message, _about }, at) => {
      this.checkScope(_about, `checks[${at}]`, props);
      checkExpression(this, `checks[${at}]`, _expression, { result: 'bool', variables: props.variables ?? [] });
      if (typeof _message !== 'string' || _message.trim() === '' || _message.includes('\n')) {
        throw invalid(this, `checks[${at}].message`, _message, 'whoever is refused reads it', 'write one line');
      }
    });
    const { policy, binding } = createAdmissionPolicy(this, VALIDATING, props, {
      validations: checks.map(({ _expression, _message }) => ({ expression: _expression, message: _message, reason: 'Forbidden' })),
    }, { validationActions: [...new Set(actions)].sort() });
    this.policy = policy;
    this.binding = binding;
  }

  /** A check that looks for what the object has not fails, and a policy that fails refuses everything. */
  private checkScope(about: string, field: string, { resources = [KubernetesResource.PODS], operations = [] }: AdmissionRuleProps): void {
    if (about === 'own') {
      return;
    }
    const without = operations.find(each => each === AdmissionOperation.DELETE || each === AdmissionOperation.CONNECT);
    if (without !== undefined) {
      throw invalid(this, field, without, 'looks at the object, and such a request has none: every one would be refused',
        'write an expression about oldObject or request');
    }
    const fitting = about === 'pods' ? PODS : [about];
    const other = about === 'objects' ? undefined : resources.find(({ group, resource }) => group !== '' || !fitting.includes(resource));
    if (other) {
      throw invalid(this, field, other.resource, `looks at ${about}, and everything else would be refused`,
        about === 'pods' ? 'hold the Pods to it, which every workload makes, or write an expression' : `let the rule look at ${about} alone`);
    }
  }
}

/** Resources whose requests carry a Pod. */
const PODS = ['pods', 'pods/ephemeralcontainers', 'pods/resize', 'pods/status'];
