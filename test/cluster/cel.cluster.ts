import { ControlPlane } from './harness/control-plane';
import { assetsFromEnvironment, minorFromEnvironment } from './harness/environment';
import { CEL_CASES, type CelCase } from '../manifests/cel-cases';

// Expressions offered to a running server, whose own compiler says what is one.

let plane: ControlPlane;
/** What the cases say is what this minor does. */
const SAID_OF = 37;
const cases = minorFromEnvironment() === SAID_OF ? CEL_CASES : [];

beforeAll(async () => {
  plane = await ControlPlane.start(assetsFromEnvironment());
});
afterAll(() => plane?.finish());

function policyWith([expression, , place]: CelCase): object {
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const matchConstraints = { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] };
  const variables = [{ name: 'labels', expression: 'object.metadata.?labels.orValue({})' }];
  if (place === 'patch') {
    const mutations = [{ patchType: 'ApplyConfiguration', applyConfiguration: { expression } }];
    return { apiVersion, kind: 'MutatingAdmissionPolicy', metadata: { name: 'offered' }, spec: { matchConstraints, variables, reinvocationPolicy: 'Never', mutations } };
  }
  const matchConditions = place === 'condition' ? [{ name: 'offered', expression }] : [];
  const validations = [{ expression: place === 'condition' ? 'true' : expression, message: 'refused' }];
  return { apiVersion, kind: 'ValidatingAdmissionPolicy', metadata: { name: 'offered' }, spec: { matchConstraints, matchConditions, variables, validations } };
}

test('a server of the minor that the cases are about is asked, or none', () => {
  expect(cases.length === 0).toBe(minorFromEnvironment() !== SAID_OF);
});

if (cases.length > 0) {
  test.each(cases.map(each => [each[0], each[2] ?? 'validation', each] as const))('the server says of %j as a %s what we say', async (_, place, each) => {
    const resource = place === 'patch' ? 'mutatingadmissionpolicies' : 'validatingadmissionpolicies';
    const { status, body } = await plane.admin.send('POST', `/apis/admissionregistration.k8s.io/v1/${resource}?dryRun=All`, policyWith(each));
    const { message } = body as { message?: string };
    expect({ accepted: status === 201, message }).toEqual({ accepted: each[1], message });
  });
}
