import { containerdFiles } from './containerd';
import { controlPlaneFiles, FIRST_MINOR_OF_DROP_INS, joined, kubeletConfiguration, kubeletDropIn, sortedFlags, type Rendered } from './rendered';
import { writeManifest } from '../../manifests/write';
import type { MountModel } from '../hosts-model';
import type { ClusterModel } from '../model';

/**
 * Plain files for machines that are set up by hand or by other tools: flags one a line, the files that
 * they name, a patch for a static pod, the kubelet's configuration (a drop-in from 1.32 on with a drop-in
 * for systemd that names its folder, before that fields to merge) and containerd's.
 */
export function renderGeneric(cluster: ClusterModel): Rendered {
  const { controlPlane, kubelet, containerd } = cluster.hosts;
  const files = controlPlaneFiles(controlPlane.files);
  return joined(
    flagsOf('kube-apiserver', controlPlane.apiServerFlags),
    flagsOf('kube-controller-manager', controlPlane.controllerManagerFlags),
    { files: files.files, where: files.where.map(line => line.replace(', before that.', '.')) },
    staticPodPatch(controlPlane.mounts),
    cluster.target.minor >= FIRST_MINOR_OF_DROP_INS ? dropIn(kubelet) : fields(kubelet),
    containerdFiles(cluster.target, containerd),
  );
}

function flagsOf(name: string, flags: Readonly<Record<string, string>>): Rendered {
  const lines = sortedFlags(flags).map(([flag, value]) => `--${flag}=${value}\n`);
  const path = `control-plane/${name}.flags`;
  return lines.length === 0 ? NOTHING : {
    files: new Map([[path, lines.join('')]]),
    where: [`- \`${path}\`: flags of ${name}, one a line; add them to its unit or static pod.`],
  };
}

/**
 * The folders that the API server's pod must see. Its command is one list, to which no patch of Kubernetes can add. Without
 * apiVersion and kind, so that nobody takes it for a pod of the cluster.
 */
function staticPodPatch(mounts: readonly MountModel[]): Rendered {
  const path = 'control-plane/kube-apiserver.patch.yaml';
  return mounts.length === 0 ? NOTHING : {
    files: new Map([[path, writeManifest({
      spec: {
        containers: [{ name: 'kube-apiserver', volumeMounts: mounts.map(({ name, path: mountPath, readOnly }) => ({ name, mountPath, readOnly })) }],
        volumes: mounts.map(({ name, path: hostPath }) => ({ name, hostPath: { path: hostPath, type: 'DirectoryOrCreate' } })),
      },
    })]]),
    where: [
      `- \`${path}\`: where kube-apiserver runs in a static pod, a strategic merge patch for its manifest.`,
      ...mounts.map(mount => `- \`${mount.path}\` must exist and be ${mount.readOnly ? 'readable' : 'writable'} by kube-apiserver.`),
    ],
  };
}

const CONFIG_DIR = '/etc/kubernetes/kubelet.conf.d';

function dropIn(kubelet: Readonly<Record<string, unknown>>): Rendered {
  const file = kubeletDropIn(kubelet, CONFIG_DIR);
  const unit = 'nodes/etc/systemd/system/kubelet.service.d/50-bulwark.conf';
  return file === undefined ? NOTHING : {
    files: new Map([file, [unit, `[Service]\nEnvironment="KUBELET_EXTRA_ARGS=--config-dir=${CONFIG_DIR}"\n`]]),
    where: [
      `- \`${file[0]}\`: goes to \`${file[0].slice('nodes'.length)}\` on every machine; start the kubelet with \`--config-dir=${CONFIG_DIR}\`.`,
      `- \`${unit}\`: does that where the unit of the kubelet takes \`KUBELET_EXTRA_ARGS\`, as that of the packages does. It goes to \`${unit.slice('nodes'.length)}\`; a value that you set there yourself must be joined with it.`,
    ],
  };
}

function fields(kubelet: Readonly<Record<string, unknown>>): Rendered {
  const document = kubeletConfiguration(kubelet);
  const path = 'nodes/kubelet-configuration.yaml';
  return document === undefined ? NOTHING : {
    files: new Map([[path, writeManifest(document)]]),
    where: [`- \`${path}\`: fields for the file that \`--config\` names on every machine; drop-in folders are safe from 1.32 on only.`],
  };
}

const NOTHING: Rendered = { files: new Map(), where: [] };
