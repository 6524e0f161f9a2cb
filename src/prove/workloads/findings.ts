import { namespacesIn } from './namespaces';
import type { PolicyObject } from '../../decide/access/build';
import { podSecurityViolations } from '../../decide/pod-security';
import { parseImage } from '../../kubernetes/image-users';
import { metadataOf, objectLabel } from '../../manifests/identity';
import { podTemplateOf, type PodTemplate } from '../../manifests/pod-template';
import { shown, type Problem } from '../../manifests/problem';
import type { Finding } from '../finding';
import { unnumbered } from '../fingerprint';

/** What may be meant of a workload, but somebody should say so: that it may take over its node, or that its images change by themselves. */
export function workloadFindings(objects: readonly PolicyObject[], minor: number): Finding[] {
  const namespaces = namespacesIn(objects);
  return objects.flatMap(each => {
    const template = podTemplateOf(each.object);
    const name = metadataOf(each.object).namespace ?? 'default';
    const isOpen = (namespaces.get(name)?.policy.level ?? 'privileged') === 'privileged';
    const problems = template ? [...isOpen ? privileged(template, name, minor) : [], ...latest(template)] : [];
    const { object, source, construct } = each;
    const constructs = construct === undefined ? [] : [construct];
    return problems.map((problem): Finding => ({ ...problem, source, construct, object: objectLabel(object), constructs }));
  });
}

/** What the level baseline forbids are the known ways out of a container. */
function privileged({ metadata, spec, path }: PodTemplate, namespace: string, minor: number): Problem[] {
  const violations = podSecurityViolations({ metadata, spec, metadataPath: path.replace(/spec$/, 'metadata'), specPath: path }, { level: 'baseline', minor });
  const [first] = violations;
  return first === undefined ? [] : [{
    id: 'workload-privileged',
    severity: 'high',
    field: first.field,
    value: first.value === undefined ? undefined : shown(first.value),
    facts: violations.map(({ control, field, value }) => `${control} ${unnumbered(field)}${value === undefined ? '' : ` ${JSON.stringify(value)}`}`).sort(),
    message: `${first.rule} at the level baseline (${[...new Set(violations.map(({ control }) => control))].join(', ')}), and the namespace ${namespace} enforces no level`,
    fix: `${first.fix}, or acknowledge it with the reason`,
  }];
}

function latest({ spec, path }: PodTemplate): Problem[] {
  const items = (list: string) => Array.isArray(spec[list]) ? spec[list] as unknown[] : [];
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap(list => items(list).flatMap((container, at): Problem[] => {
    const image: unknown = typeof container === 'object' && container !== null ? (container as Record<string, unknown>).image : undefined;
    if (typeof image !== 'string' || image === '') {
      return [];
    }
    const { tag = 'latest', digest } = parseImage(image);
    return digest !== undefined || tag !== 'latest' ? [] : [{
      id: 'workload-image-latest',
      severity: 'medium',
      field: `${path}.${list}[${at}].image`,
      value: shown(image),
      message: 'may be another image at each start',
      fix: 'name a version, or better a digest',
    }];
  }));
}
