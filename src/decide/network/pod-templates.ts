import { isBuiltInGroup } from '../../kubernetes/api-kinds';
import { isMap, type Fields } from '../../manifests/fields';
import { groupOf } from '../../manifests/identity';

/** A pod template inside an object, and its path there: `spec.template`. */
export interface FoundTemplate {
  readonly template: Fields;
  readonly path: string;
}

/**
 * Groups whose objects hold patterns of pods, not pods: what a policy engine asks of others.
 * kyverno.io, "Writing policies", `validate.pattern`.
 */
const PATTERNS: ReadonlySet<string> = new Set(['kyverno.io', 'policies.kyverno.io']);

/**
 * The pod templates of an object. Kinds of Kubernetes have one, at the place that their version says: a field elsewhere is
 * none that an API server keeps. Of other kinds it is unknown where they stand, so that every map of the shape
 * `{spec: {containers: [...]}}` below counts: those of a KEDA ScaledJob, a JobSet, a Volcano Job.
 */
export function podTemplatesOf(object: Fields): FoundTemplate[] {
  const group = groupOf(object);
  if (group === '' || isBuiltInGroup(group)) {
    // Most kinds have no such place at all.
    if (!Object.hasOwn(object, 'spec')) return [];
    const path = templatePath(object);
    const template = path.split('.').reduce<unknown>((of, key) => isMap(of) && Object.hasOwn(of, key) ? of[key] : undefined, object);
    return isTemplate(template) ? [{ template, path }] : [];
  }
  if (PATTERNS.has(group)) return [];
  const found: FoundTemplate[] = [];
  for (const key of Object.keys(object)) if (key !== 'metadata' && key !== 'status') collect(object[key], key, found);
  return found;
}

/** Where a kind of Kubernetes has its pod template. */
export function templatePath(object: Fields): string {
  return object.kind === 'CronJob' && groupOf(object) === 'batch' ? 'spec.jobTemplate.spec.template' : 'spec.template';
}

function collect(value: unknown, path: string, found: FoundTemplate[]): void {
  if (Array.isArray(value)) value.forEach((item, index) => collect(item, `${path}[${index}]`, found));
  else if (isTemplate(value)) found.push({ template: value, path });
  else if (isMap(value)) for (const key of Object.keys(value)) collect(value[key], `${path}.${key}`, found);
}

function isTemplate(value: unknown): value is Fields {
  return isMap(value) && isMap(value.spec) && Object.hasOwn(value, 'spec') && Array.isArray(value.spec.containers);
}
