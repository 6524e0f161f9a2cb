import { writeManifest } from '../../manifests/write';
import { encodePath } from '../file-names';
import type { ClusterModel } from '../model';

/** Drop-in folders of the kubelet work without traps from 1.32 on (KEP-3983, kubernetes#127421). */
const FIRST_MINOR_OF_DROP_INS = 32;

/**
 * Plain files for machines that are set up by hand or by other tools: flags one a line, the files that
 * they name, and the kubelet's configuration (a drop-in from 1.32 on, before that fields to merge).
 */
export function renderGeneric(cluster: ClusterModel): Map<string, string> {
  const { controlPlane, kubelet } = cluster.hosts;
  const files = new Map<string, string>();
  const notes: string[] = [];
  const component = (name: string, flags: Readonly<Record<string, string>>) => {
    const lines = Object.entries(flags).sort(([a], [b]) => a < b ? -1 : 1).map(([flag, value]) => `--${flag}=${value}\n`);
    if (lines.length > 0) {
      files.set(`control-plane/${name}.flags`, lines.join(''));
      notes.push(`- \`control-plane/${name}.flags\`: flags of ${name}, one a line; add them to its unit or static pod.`);
    }
  };
  component('kube-apiserver', controlPlane.apiServerFlags);
  component('kube-controller-manager', controlPlane.controllerManagerFlags);
  for (const file of controlPlane.files) {
    files.set(`control-plane${encodePath(file.path)}`, file.content);
    notes.push(`- \`control-plane${encodePath(file.path)}\`: goes to \`${file.path}\` on every control-plane machine.`);
  }
  if (Object.keys(kubelet).length > 0) {
    const dropIn = cluster.target.minor >= FIRST_MINOR_OF_DROP_INS;
    const path = dropIn ? 'nodes/etc/kubernetes/kubelet.conf.d/50-bulwark.conf' : 'nodes/kubelet-configuration.yaml';
    files.set(path, writeManifest({ apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration', ...kubelet }));
    notes.push(dropIn
      ? `- \`${path}\`: goes to \`${path.slice('nodes'.length)}\` on every machine; start the kubelet with \`--config-dir=/etc/kubernetes/kubelet.conf.d\`.`
      : `- \`${path}\`: fields for the file that \`--config\` names on every machine; drop-in folders are safe from 1.32 on only.`);
  }
  for (const mount of controlPlane.mounts) {
    notes.push(`- \`${mount.path}\` must exist and be ${mount.readOnly ? 'readable' : 'writable'} by kube-apiserver; where that runs in a pod, mount it there.`);
  }
  files.set('README.md', `# ${cluster.name}: files for machines\n\n${notes.join('\n')}\n`);
  return files;
}
