import { kubeletArgs } from './kubelet-args';
import { sortedFlags, type Rendered } from './rendered';
import type { ClusterModel } from '../model';

/** A folder that minikube's API server sees in its pod and that `~/.minikube/files` can fill. */
const SEEN = '/etc/ssl/certs';

/**
 * Arguments for `minikube start`. No folder can be mounted into the API server's pod, so its files lie in one that it
 * sees already, and the audit log goes to its standard output.
 *
 * @see https://minikube.sigs.k8s.io/docs/tutorials/audit-policy/
 */
export function renderMinikube(cluster: ClusterModel): Rendered {
  const { controlPlane, kubelet } = cluster.hosts;
  const moved = new Map(controlPlane.files.map(({ path }) => [path, `${SEEN}/bulwark${path.replaceAll('/', '-')}`]));
  const apiServer = sortedFlags(controlPlane.apiServerFlags).map(([flag, value]) => [flag, flag === 'audit-log-path' ? '-' : moved.get(value) ?? value] as const);
  const config = [
    `kubernetes-version=v${cluster.target.kubernetes}`,
    ...apiServer.map(([flag, value]) => `extra-config=apiserver.${flag}=${value}`),
    ...sortedFlags(controlPlane.controllerManagerFlags).map(([flag, value]) => `extra-config=controller-manager.${flag}=${value}`),
    ...kubeletArgs(kubelet).map(([flag, value]) => `extra-config=kubelet.${flag}=${value}`),
  ];
  const files = controlPlane.files.map(({ path, content }) => [`files${moved.get(path)!}`, content] as const);
  return {
    files: new Map([['minikube-start.args', config.map(each => `--${each}\n`).join('')], ...files]),
    where: [
      '- `minikube-start.args`: arguments, one a line: `xargs -d \'\\n\' minikube start < minikube-start.args`.',
      ...files.map(([path]) => `- \`${path}\`: goes to \`~/.minikube/${path}\`, before that.`),
      ...controlPlane.apiServerFlags['audit-log-path'] === undefined ? [] : ['- The audit log is on the standard output of kube-apiserver: `kubectl -n kube-system logs kube-apiserver-minikube`.'],
    ],
  };
}
