import { renderAks } from './aks';
import { renderClusterApi } from './cluster-api';
import { renderEks } from './eks';
import { renderGeneric } from './generic';
import { renderGke } from './gke';
import { renderK0s } from './k0s';
import { renderKind } from './kind';
import { renderKops } from './kops';
import { renderKubeadm } from './kubeadm';
import { renderKubespray } from './kubespray';
import { renderMinikube } from './minikube';
import { offered } from './offered';
import { renderK3s, renderRke2 } from './rancher';
import { readme } from './readme';
import type { HostRenderer } from './rendered';
import { renderTalos } from './talos';
import { distributionOf, type DistributionName } from '../../kubernetes/distributions';
import { ProblemError, shown } from '../../manifests/problem';
import type { ClusterModel } from '../model';

const RENDERERS: Readonly<Record<DistributionName, HostRenderer>> = {
  kubeadm: renderKubeadm,
  kind: renderKind,
  kubespray: renderKubespray,
  clusterApi: renderClusterApi,
  minikube: renderMinikube,
  generic: renderGeneric,
  k3s: renderK3s,
  rke2: renderRke2,
  talos: renderTalos,
  kops: renderKops,
  k0s: renderK0s,
  eks: renderEks,
  gke: renderGke,
  aks: renderAks,
};

/** The host files of a cluster under `hosts/<distribution>/`. */
export function renderAsked(cluster: ClusterModel): Map<string, string> {
  const { hosts, refused } = offered(cluster.target, cluster.hosts);
  const paths = hosts.controlPlane.files.map(file => file.path);
  const twice = paths.find((path, at) => paths.indexOf(path) !== at);
  if (twice !== undefined) {
    throw new ProblemError({
      id: 'path-collision', field: twice, message: 'two host files have this path', fix: 'keep one of the two constructs that ask for it',
    });
  }
  const { distribution } = cluster.target;
  if (!distributionOf(distribution)) {
    throw new ProblemError({
      id: 'target-unsupported',
      field: 'target.distribution',
      value: shown(distribution),
      message: 'is no distribution that is known here',
      fix: `use one of ${Object.keys(RENDERERS).sort().join(', ')}`,
    });
  }
  const { files, where } = RENDERERS[distribution as DistributionName]({ ...cluster, hosts });
  const all = [...files, ['README.md', readme({ ...cluster, hosts }, where, refused)] as const];
  return new Map(all.map(([path, text]) => [`hosts/${distribution}/${path}`, text]));
}
