import type { PodSecurityLevel } from './control';
import type { PodSecurityPolicy } from '../pod-security';

const PREFIX = 'pod-security.kubernetes.io/';
const LABELS = ['enforce', 'audit', 'warn'].flatMap(mode => [
  { label: `${PREFIX}${mode}`, isVersion: false },
  { label: `${PREFIX}${mode}-version`, isVersion: true },
]);

/** A label of Pod Security that the API server refuses on a new Namespace. */
export interface BadPolicyLabel {
  readonly label: string;
  readonly value: string;
  readonly rule: string;
}

/** What is enforced, and the labels that could not be read; an enforced level or version that cannot be read counts as the strictest. */
export interface NamespacePolicy extends PodSecurityPolicy {
  readonly bad: readonly BadPolicyLabel[];
}

/**
 * What the labels of a namespace ask of its pods (k8s.io/pod-security-admission api/helpers.go, PolicyToEvaluate). Without
 * a label the level is privileged, unless the cluster's own configuration of the admission says otherwise.
 */
export function namespacePolicy(labels: Readonly<Record<string, string>>): NamespacePolicy {
  const valueOf = (label: string) => Object.hasOwn(labels, label) ? labels[label] : undefined;
  const level = valueOf(`${PREFIX}enforce`);
  return {
    level: level === undefined ? 'privileged' : isLevel(level) ? level : 'restricted',
    minor: minorOf(valueOf(`${PREFIX}enforce-version`) ?? 'latest') ?? Infinity,
    bad: LABELS.flatMap(({ label, isVersion }) => {
      const value = valueOf(label);
      return value === undefined || (isVersion ? minorOf(value) !== undefined : isLevel(value)) ? []
        : [{ label, value, rule: isVersion ? 'must be latest, or v1.NN' : 'must be privileged, baseline or restricted' }];
    }),
  };
}

function isLevel(text: string): text is PodSecurityLevel {
  return text === 'privileged' || text === 'baseline' || text === 'restricted';
}

/** Infinity for `latest`. */
function minorOf(version: string): number | undefined {
  const match = /^v1\.(\d|[1-9]\d*)$/.exec(version);
  return version === 'latest' ? Infinity : match ? Number(match[1]) : undefined;
}
