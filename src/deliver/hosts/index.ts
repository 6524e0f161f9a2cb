import { renderGeneric } from './generic';
import { renderKubeadm } from './kubeadm';
import { offered } from './offered';
import { readme } from './readme';
import type { HostRenderer } from './rendered';
import { ProblemError } from '../../manifests/problem';
import type { HostsModel } from '../hosts-model';
import type { ClusterModel } from '../model';

const RENDERERS: Readonly<Partial<Record<string, HostRenderer>>> = {
  generic: renderGeneric,
  kubeadm: renderKubeadm,
};

/** The host files of a cluster under `hosts/<distribution>/`; none where nothing was asked. */
export function renderHosts(cluster: ClusterModel): Map<string, string> {
  if (!isAsked(cluster.hosts)) {
    return new Map();
  }
  const { hosts, refused } = offered(cluster.target, cluster.hosts);
  const paths = hosts.controlPlane.files.map(file => file.path);
  const twice = paths.find((path, at) => paths.indexOf(path) !== at);
  if (twice !== undefined) {
    throw new ProblemError({
      id: 'path-collision', field: twice, message: 'two host files have this path', fix: 'keep one of the two constructs that ask for it',
    });
  }
  const { distribution } = cluster.target;
  const renderer = RENDERERS[distribution];
  if (!renderer) {
    throw new ProblemError({ id: 'target-unsupported', field: 'target.distribution', value: distribution, message: 'there is no such distribution' });
  }
  const { files, where } = renderer({ ...cluster, hosts });
  const all = [...files, ['README.md', readme(cluster, where, refused)] as const];
  return new Map(all.map(([path, text]) => [`hosts/${distribution}/${path}`, text]));
}

function isAsked({ controlPlane, kubelet, containerd }: HostsModel): boolean {
  return [...Object.values(controlPlane), kubelet, ...Object.values(containerd)].some(each => Object.keys(each as object).length > 0);
}
