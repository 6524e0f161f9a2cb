import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkExpression, createAdmissionPolicy, MUTATING } from './admission-policy';
import type { AdmissionMatchProps } from './admission-props';
import { invalid } from '../errors';
import { refuseWrongProps, refuseWrongArguments } from '../props';
import { noteSource } from '../source-lines';

/** A change that the API server makes to objects: an expression of the Common Expression Language. */
export class AdmissionPatch {
  /** What is to be merged, as server-side apply does: `Object{spec: Object.spec{hostUsers: false}}`. */
  public static apply(expression: string): AdmissionPatch {
    refuseWrongArguments('AdmissionPatch.apply', { expression: 'string' }, expression);
    return new AdmissionPatch('ApplyConfiguration', expression);
  }

  /** A list of JSON patch operations: `[JSONPatch{op: "add", path: "/spec/hostUsers", value: false}]`. */
  public static json(expression: string): AdmissionPatch {
    refuseWrongArguments('AdmissionPatch.json', { expression: 'string' }, expression);
    return new AdmissionPatch('JSONPatch', expression);
  }

  private constructor(
    /** @internal */
    public readonly _type: string,
    /** @internal */
    public readonly _expression: string,
  ) {}
}

/** Properties of an AdmissionMutation. */
export interface AdmissionMutationProps extends AdmissionMatchProps {
  /** The changes, in their order. */
  readonly patches: AdmissionPatch[];
}

/**
 * A change that the API server makes by itself: a MutatingAdmissionPolicy and its binding, from Kubernetes 1.36 on.
 * What it writes is not in the manifests, so nothing that is proved here rests on it.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
 */
export class AdmissionMutation extends Construct {
  /** The MutatingAdmissionPolicy. */
  public readonly policy: ApiObject;

  /** The MutatingAdmissionPolicyBinding. */
  public readonly binding: ApiObject;

  constructor(scope: Construct, id: string, props: AdmissionMutationProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, AdmissionMutation, 'AdmissionMutationProps', props);
    const { patches } = props;
    if (!Array.isArray(patches) || patches.length === 0) {
      throw invalid(this, 'patches', patches, 'changes nothing', 'list the changes');
    }
    patches.forEach(({ _expression, _type }, at) => checkExpression(this, `patches[${at}]`, _expression, {
      result: _type === 'JSONPatch' ? 'list(JSONPatch)' : 'object', variables: props.variables ?? [], makesObjects: true,
    }));
    const { policy, binding } = createAdmissionPolicy(this, MUTATING, props, {
      reinvocationPolicy: 'Never',
      mutations: patches.map(({ _type, _expression }) => _type === 'JSONPatch'
        ? { patchType: _type, jsonPatch: { expression: _expression } } : { patchType: _type, applyConfiguration: { expression: _expression } }),
    }, {});
    this.policy = policy;
    this.binding = binding;
  }
}
