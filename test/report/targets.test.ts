import { createColors } from 'picocolors';
import { targetsJson, targetsMarkdown, targetsText } from '../../src/report/targets';

const plain = createColors(false);

test('the table has a row a target and a word a column', () => {
  expect(targetsText(undefined, plain)).toMatchInlineSnapshot(`
"            audit      api-server  controller-manager  certificate-lifetime  client-rotation  serving-rotation  kubelet    containerd  registries
aks         provider   provider    provider            provider              provider         provider          no*        no*         no
clusterApi  yes        yes         yes                 yes                   yes*             yes               yes        yes*        yes
eks         provider   provider    provider            provider              provider         provider          yes        yes         yes
generic     yes        yes         yes                 yes                   yes              yes               yes        yes         yes
gke         provider   provider    provider            provider              provider         provider          no*        no*         yes*
k0s         yes        yes*        yes                 yes                   provider         provider          yes*       yes         yes
k3s         yes        yes*        yes                 provider              provider         provider          yes        yes*        yes*
kind        yes        yes         yes                 yes                   yes*             yes               yes        yes         yes
kops        yes*       no*         no*                 yes                   yes              provider          no*        yes*        yes*
kubeadm     yes        yes         yes                 yes                   yes*             yes               yes        yes         yes
kubespray   yes        yes*        yes                 yes                   yes*             yes*              yes*       yes*        yes*
minikube    yes*       yes*        yes                 yes                   yes*             yes               yes        no          no
rke2        yes        yes*        yes                 provider              provider         provider          yes        yes*        yes*
talos       yes*       yes*        yes*                yes                   provider         yes*              yes*       yes*        yes*

audit                 audit policy and log
api-server            other API server settings and files
controller-manager    controller manager flags
certificate-lifetime  lifetime of kubelet client certificates
client-rotation       renewal of kubelet client certificates
serving-rotation      signed kubelet serving certificates
kubelet               other kubelet configuration
containerd            containerd settings and runtime handlers
registries            registry hosts of containerd

yes: files are written; provider: somebody else sets it; no: there is no way; *: some settings differ.
bulwark targets NAME tells where and why.
"
`);
});

test('Markdown has the same words', () => {
  const words = (text: string, name: string) => text.split('\n').find(line => new RegExp(`^(\\| \`)?${name}\\b`).test(line))!.match(/\b(yes|provider|no)\b\*?/g);
  for (const name of ['kubeadm', 'gke', 'talos', 'minikube']) {
    expect(words(targetsMarkdown(), name)).toEqual(words(targetsText(undefined, plain), name));
  }
});

test('one target is told in full, exceptions included', () => {
  expect(targetsText('gke', plain)).toMatchInlineSnapshot(`
"gke: Google GKE
  audit policy and log
    provider: GKE has a fixed policy and writes to Cloud Logging
  other API server settings and files
    provider: GKE runs the API server
  controller manager flags
    provider: GKE runs the controller manager
  lifetime of kubelet client certificates
    provider: GKE issues the certificates of nodes
  renewal of kubelet client certificates
    provider: GKE issues the certificates of nodes
  signed kubelet serving certificates
    provider: GKE issues the certificates of nodes
  other kubelet configuration
    no: NodeKubeletConfig has no such field
  containerd settings and runtime handlers
    no: GKE takes registry hosts, certificate authorities and writable cgroups alone
  registry hosts of containerd
    yes: registryHosts of the containerd configuration file
  but
    containerd handler gvisor
      provider: GKE Sandbox brings the runtime handler gvisor to node pools made with --sandbox type=gvisor
    containerd registryConfigPath
      provider: GKE sets this itself
    kubelet readOnlyPort=(?!0$)
      no: NodeKubeletConfig only turns the read-only port on or off
    kubelet (podPidsLimit|readOnlyPort|cpuManagerPolicy|cpuCFSQuota|cpuCFSQuotaPeriod|allowedUnsafeSysctls|containerLogMaxSize|containerLogMaxFiles|imageGCHighThresholdPercent|imageGCLowThresholdPercent|imageMinimumGCAge|imageMaximumGCAge|maxParallelImagePulls|singleProcessOOMKill)
      yes: kubeletConfig of the system configuration
    containerd registry without a mirror
      provider: GKE asks the registry itself, as for every registry without a mirror
    containerd registry whose mirror has an authority
      no: GKE takes no file with the authority of a mirror
    containerd registry with a server of another name
      no: GKE has no field for a server other than the registry
    containerd registry whose mirror has a path
      no: GKE takes the host name of a mirror, without a path
"
`);
  expect(targetsMarkdown('gke')).toMatch(/\| audit policy and log \| provider \| GKE has a fixed policy/);
});

test('JSON is data, with every exception', () => {
  const all = JSON.parse(targetsJson()) as Array<{ target: string; areas: object; exceptions: Array<{ settings: string; can: string }> }>;
  expect(all).toHaveLength(14);
  expect(all.find(({ target }) => target === 'k3s')!.exceptions.map(({ can }) => can)).toEqual(['managed', 'unsettable', 'unsettable', 'managed', 'managed', 'unsettable', 'unsettable']);
  expect(JSON.parse(targetsJson('k3s'))).toEqual([all.find(({ target }) => target === 'k3s')]);
});
