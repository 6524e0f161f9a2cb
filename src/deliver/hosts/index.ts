import { ProblemError } from '../../manifests/problem';
import type { ClusterModel } from '../model';
import { renderGeneric } from './generic';
import { renderKubeadm } from './kubeadm';

/** One renderer a distribution: a pure function from what constructs ask to files by relative path. */
export type HostRenderer = (cluster: ClusterModel) => Map<string, string>;

const RENDERERS: Readonly<Record<string, HostRenderer>> = {
  generic: renderGeneric,
  kubeadm: renderKubeadm,
};

/** The host files of a cluster under `hosts/<distribution>/`; none where nothing was asked. */
export function renderHosts(cluster: ClusterModel): Map<string, string> {
  const { controlPlane, kubelet } = cluster.hosts;
  const asked = Object.keys(controlPlane.apiServerFlags).length + Object.keys(controlPlane.controllerManagerFlags).length
    + controlPlane.files.length + Object.keys(kubelet).length;
  if (asked === 0) {
    return new Map();
  }
  const paths = controlPlane.files.map(file => file.path);
  const twice = paths.find((path, at) => paths.indexOf(path) !== at);
  if (twice !== undefined) {
    throw new ProblemError({
      id: 'path-collision', field: twice, message: 'two host files have this path', fix: 'keep one of the two constructs that ask for it',
    });
  }
  const renderer = RENDERERS[cluster.target.distribution];
  if (!renderer) {
    throw new Error(`no host renderer for ${cluster.target.distribution}`);
  }
  return new Map([...renderer(cluster)].map(([path, text]) => [`hosts/${cluster.target.distribution}/${path}`, text]));
}
