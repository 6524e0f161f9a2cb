import { parseKubernetesVersion, SUPPORTED_MINORS } from '../kubernetes';
import { ProblemError, shown } from '../manifests/problem';

/** The minor that `--kubernetes` names; undefined where it was left out. */
export function minorOf(text: string | undefined): number | undefined {
  const version = text === undefined ? undefined : parseKubernetesVersion(text);
  if (text !== undefined && (!version || !SUPPORTED_MINORS.includes(version.minor))) {
    throw new ProblemError({
      id: 'target-unsupported',
      field: '--kubernetes',
      value: shown(text),
      message: 'is not a supported Kubernetes minor',
      fix: `use one of ${SUPPORTED_MINORS.map(minor => `1.${minor}`).join(', ')}`,
    });
  }
  return version?.minor;
}
