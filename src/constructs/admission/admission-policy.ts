import { Chart, type ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { AdmissionOperation, type AdmissionMatchProps, type NamedExpression } from './admission-props';
import type { CelPlace } from '../../manifests/cel';
import { accountOf } from '../access/account-of';
import { KubernetesResource } from '../access/kubernetes-resource';
import { Subject } from '../access/subject';
import { Cluster } from '../cluster';
import { atSynth, invalid, problemOf } from '../errors';
import { ManifestObject } from '../manifest-object';
import { NamespaceSelection } from '../network/selection';

const GROUP = 'admissionregistration.k8s.io';

/** The two kinds of policies that the API server evaluates by itself, and the minor from which it serves their version v1. */
export const VALIDATING = { kind: 'ValidatingAdmissionPolicy', since: 30 };
export const MUTATING = { kind: 'MutatingAdmissionPolicy', since: 36 };

/** Policy and binding. */
export interface AdmissionObjects {
  readonly policy: ApiObject;
  readonly binding: ApiObject;
}

/**
 * Makes a policy and its binding. A policy that cannot be evaluated refuses: an error in an expression must not let pass
 * what it should have judged.
 */
export function createAdmissionPolicy(
  construct: Construct, { kind, since }: typeof VALIDATING, props: AdmissionMatchProps, spec: object, binding: object,
): AdmissionObjects {
  const minor = Cluster._around(construct)?.target.minor;
  if (minor !== undefined && minor < since) {
    throw problemOf(construct, {
      id: 'target-unsupported',
      field: 'target',
      value: `"1.${minor}"`,
      message: `Kubernetes serves ${kind} by default from 1.${since} on`,
      fix: 'leave it out for this cluster, or raise its target',
    });
  }
  const namespace = Chart.of(construct).namespace;
  const namespaces = props.namespaces ?? (namespace === undefined ? undefined : NamespaceSelection.named(namespace));
  const name = props.name ?? nameOf(construct, namespace);
  const { resources = [KubernetesResource.PODS, KubernetesResource.PODS_EPHEMERAL_CONTAINERS], variables = [], conditions = [] } = props;
  const operations = props.operations ?? [AdmissionOperation.CREATE, AdmissionOperation.UPDATE];
  for (const [field, list] of Object.entries({ resources, operations })) {
    if (!Array.isArray(list) || list.length === 0) {
      throw invalid(construct, field, list, 'names none, so that the policy would look at nothing', 'list what is meant');
    }
  }
  const makesObjects = kind === MUTATING.kind;
  checkNamed(construct, 'variables', variables, before => ({ variables: before, makesObjects }));
  // Conditions are asked before variables are worked out (pkg/apis/admissionregistration/validation, validateMatchConditionsExpression).
  checkNamed(construct, 'conditions', conditions, () => ({ result: 'bool' }));
  const requester = props.requestedBy;
  const matchConditions = [
    ...requester === undefined ? [] : [{ name: 'requested-by', expression: atSynth(() => requesterExpression(requester, construct)) }],
    ...conditions.map(({ name: called, expression }) => ({ name: called, expression })),
  ];
  const groups = [...new Set(resources.map(({ group }) => group))].sort();
  const policy = new ManifestObject(construct, 'Resource', {
    apiVersion: `${GROUP}/v1`,
    kind,
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        resourceRules: groups.map(group => ({
          apiGroups: [group],
          apiVersions: ['*'],
          operations: [...new Set(operations)].sort(),
          resources: [...new Set(resources.filter(each => each.group === group).map(each => each.resource))].sort(),
        })),
      },
      ...matchConditions.length > 0 ? { matchConditions } : {},
      ...variables.length > 0 ? { variables: variables.map(({ name: called, expression }) => ({ name: called, expression })) } : {},
      ...spec,
    },
  });
  const bound = new ManifestObject(construct, 'Binding', {
    apiVersion: `${GROUP}/v1`,
    kind: `${kind}Binding`,
    metadata: { name },
    spec: { policyName: name, ...namespaces ? { matchResources: { namespaceSelector: namespaces._selector } } : {}, ...binding },
  });
  return { policy, binding: bound };
}

/**
 * Refuses what the API server of the target would not compile (see `celProblem`).
 *
 * @param place without the minor, which is that of the target
 */
export function checkExpression(construct: IConstruct, field: string, expression: unknown, place: CelPlace): void {
  // Loaded late: few programs have expressions.
  const { celProblem } = require('../../manifests/cel') as typeof import('../../manifests/cel');
  const minor = Cluster._around(construct)?.target.minor;
  const problem = typeof expression === 'string' ? celProblem(expression, { ...place, minor }) : { message: 'is no text', offset: 0 };
  if (problem) {
    throw invalid(construct, field, expression, `${problem.message} (after ${problem.offset} characters)`, 'write it in the Common Expression Language');
  }
}

/** @param place of the expression that has some names before it */
function checkNamed(
  construct: IConstruct, field: string, list: readonly NamedExpression[], place: (before: readonly NamedExpression[]) => CelPlace,
): void {
  const seen = new Set<string>();
  list.forEach(({ name, expression }, at) => {
    const pattern = field === 'variables' ? /^[A-Za-z_]\w*$/ : /^[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?$/;
    if (typeof name !== 'string' || !pattern.test(name) || seen.has(name) || name === 'requested-by') {
      throw invalid(construct, `${field}[${at}].name`, name, 'is no name, or is taken', 'give each a name of its own');
    }
    seen.add(name);
    checkExpression(construct, `${field}[${at}].expression`, expression, place(list.slice(0, at)));
  });
}

function requesterExpression(requester: Subject | IConstruct, construct: IConstruct): string {
  const { kind, name, namespace } = Subject._isSubject(requester) ? requester : accountOf(requester, construct, 'requestedBy');
  const user = kind === 'ServiceAccount' ? `system:serviceaccount:${namespace}:${name}` : name;
  return kind === 'Group' ? `${JSON.stringify(name)} in request.userInfo.groups` : `request.userInfo.username == ${JSON.stringify(user)}`;
}

/** The namespace around it, and the ids below the chart: a name that is the same in every cluster. */
function nameOf(construct: IConstruct, namespace: string | undefined): string {
  const chart: IConstruct = Chart.of(construct);
  const ids = construct.node.scopes.slice(construct.node.scopes.indexOf(chart) + 1).map(({ node }) => node.id);
  return [...namespace === undefined ? [] : [namespace], ...ids].join('-').toLowerCase().replace(/[^a-z0-9.-]+/g, '-');
}
