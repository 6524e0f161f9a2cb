import { AuditGroupResources, AuditPolicy, AuditPolicyRule } from '../model';
import { invalid, notSupported, required } from './complaints';
import { FieldError } from './field-error';
import { OBJECT_META } from './metadata';
import { dnsSubdomain } from './names';
import { ValidationOptions } from './options';
import { BOOLEAN, decode, Decoded, list, Shape, STRING, struct } from './shape';
import { isMap } from '../fields';

/**
 * The audit policy file (`k8s.io/apiserver/pkg/apis/audit/validation/validation.go` and the loader,
 * `k8s.io/apiserver/pkg/audit/policy/reader.go`).
 */
const STRINGS = list(STRING);

export const AUDIT_POLICY: Shape<Decoded<AuditPolicy>> = struct<AuditPolicy>({
  apiVersion: STRING,
  kind: STRING,
  metadata: OBJECT_META,
  omitStages: STRINGS,
  omitManagedFields: BOOLEAN,
  rules: list(struct<AuditPolicyRule>({
    level: STRING,
    users: STRINGS,
    userGroups: STRINGS,
    verbs: STRINGS,
    resources: list(struct<AuditGroupResources>({ group: STRING, resources: STRINGS, resourceNames: STRINGS })),
    namespaces: STRINGS,
    nonResourceURLs: STRINGS,
    omitStages: STRINGS,
    omitManagedFields: BOOLEAN,
  })),
});

const API_VERSION = 'audit.k8s.io/v1';
const LEVELS = ['None', 'Metadata', 'Request', 'RequestResponse'];
const STAGES = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];

/** The minor in which `group: "*"` came to mean every group. */
const ANY_GROUP_MINOR = 36;

/**
 * What an API server would refuse in its audit policy. Beyond that, each field that it does not know: it
 * would start, and ignore the field with a line in its log, so that a misspelt `resources` matches all.
 */
export function validateAuditPolicy(object: Readonly<Record<string, unknown>>, { kubernetesMinor }: ValidationOptions): FieldError[] {
  const { value: policy, errors } = decode(AUDIT_POLICY, object);
  const found = [...errors, ...validateHeader(policy, isMap(object) ? Object.keys(object) : [])];
  if (found.some(error => error.type !== 'FieldUnknown')) return found;

  const rules = policy.rules ?? [];
  found.push(...validateStages(policy.omitStages, 'omitStages'));
  rules.forEach((rule, index) => found.push(...validateRule(rule, `rules[${index}]`, kubernetesMinor)));
  if (rules.length === 0) found.push(required('rules', 'a policy with no rules is not loaded'));
  return found;
}

/**
 * The loader takes a policy without a kind, but not one without a version. It reads these two in any case of letters
 * (`k8s.io/apimachinery/pkg/runtime/serializer/json/meta.go`), so a field in another case is one unknown field and no more.
 */
function validateHeader({ apiVersion = '', kind = '' }: Decoded<AuditPolicy>, keys: readonly string[]): FieldError[] {
  const errors: FieldError[] = [];
  const inAnotherCase = (field: string) => keys.some(key => key !== field && key.toLowerCase() === field.toLowerCase());
  if (apiVersion === '') {
    errors.push(required('apiVersion'));
  } else if (apiVersion !== API_VERSION) {
    errors.push(notSupported('apiVersion', apiVersion, [API_VERSION]));
  }
  if (kind !== '' && kind !== 'Policy') errors.push(notSupported('kind', kind, ['Policy']));
  return errors.filter(({ field }) => !inAnotherCase(field));
}

function validateRule(rule: Decoded<AuditPolicyRule>, path: string, kubernetesMinor: number): FieldError[] {
  const { level = '', nonResourceURLs = [], resources = [], namespaces = [], omitStages } = rule;
  const errors: FieldError[] = [];
  if (level === '') {
    errors.push(required(`${path}.level`));
  } else if (!LEVELS.includes(level)) {
    errors.push(notSupported(`${path}.level`, level, LEVELS));
  }
  nonResourceURLs.forEach((url, index) => errors.push(...validateUrl(url, `${path}.nonResourceURLs[${index}]`)));
  // The server reports resources without an index.
  resources.forEach(group => errors.push(...validateGroup(group, `${path}.resources`, kubernetesMinor)));
  errors.push(...validateStages(omitStages, `${path}.omitStages`));
  if (nonResourceURLs.length > 0 && (resources.length > 0 || namespaces.length > 0)) {
    errors.push(invalid(`${path}.nonResourceURLs`, nonResourceURLs, 'rules cannot apply to both regular resources and non-resource URLs'));
  }
  return errors;
}

function validateUrl(url: string, path: string): FieldError[] {
  if (url === '*') return [];
  const errors: FieldError[] = [];
  if (!url.startsWith('/')) errors.push(invalid(path, url, "non-resource URL rules must begin with a '/' character"));
  if (url.slice(0, -1).includes('*')) {
    errors.push(invalid(path, url, "non-resource URL wildcards '*' must be the final character of the rule"));
  }
  return errors;
}

function validateGroup(resources: Decoded<AuditGroupResources>, path: string, kubernetesMinor: number): FieldError[] {
  const { group = '', resources: names = [], resourceNames = [] } = resources;
  const errors: FieldError[] = [];
  const anyGroup = group === '*' && kubernetesMinor >= ANY_GROUP_MINOR;
  const reasons = group === '' || anyGroup ? [] : dnsSubdomain(group);
  if (reasons.length > 0) errors.push(invalid(`${path}.group`, group, reasons.join(', ')));
  if (resourceNames.length > 0 && names.length === 0) {
    errors.push(invalid(`${path}.resourceNames`, resourceNames, 'using resourceNames requires at least one resource'));
  }
  return errors;
}

function validateStages(stages: readonly string[] = [], path: string): FieldError[] {
  return stages.flatMap((stage, index) => STAGES.includes(stage) ? []
    : [invalid(`${path}[${index}]`, stage, `allowed stages are ${STAGES.join(',')}`)]);
}
