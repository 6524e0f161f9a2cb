import type { Judge } from './evidence';
import { missedOr, unknown, type Miss } from './outcome';
import { decideConnection } from '../../decide/network';
import type { NetworkPod } from '../../decide/network/model';
import { readNetwork } from '../../decide/network/read';
import { parseIp } from '../../manifests/validate';

/** Where the clouds that the control names hand out credentials of the machine. */
const METADATA = parseIp('169.254.169.254')!;

/** Pods that no policy can tell apart are asked once. */
function alike({ namespace, labels, hostNetwork }: NetworkPod): string {
  return JSON.stringify([namespace, hostNetwork, Object.entries(labels).sort(([a], [b]) => a < b ? -1 : 1)]);
}

/** A plug-in that ignores policies, or lets pods reach their node, opens it all the same: that is no proof. */
const metadata: Judge = ({ objects, minor }) => {
  const { model } = readNetwork(objects, { kubernetesMinor: minor });
  if (model.pods.length === 0) {
    return unknown('no workload is among the manifests');
  }
  const pods = [...new Map(model.pods.map(pod => [alike(pod), pod])).values()];
  const decisions = pods.map(pod => ({ pod, decision: decideConnection(model, { from: { pod }, to: { address: METADATA }, protocol: 'TCP', port: 80 }) }));
  const open = decisions.filter(({ decision }) => decision.decision === 'allow');
  const doubt = decisions.flatMap(({ decision }) => decision.assumptions);
  return open.length === 0 && model.unread.length > 0 ? unknown('some policies could not be read whole')
    : missedOr(open.map(({ pod }): Miss => ({
      object: `${pod.kind} ${pod.namespace}/${pod.name}`, message: 'may connect to 169.254.169.254:80, where clouds hand out credentials of the machine', source: pod.origin.source, construct: pod.origin.construct,
    })), { verdict: 'clean', because: `no workload may connect to 169.254.169.254:80${doubt.length > 0 ? ', on terms that implementations read in several ways' : ''}` });
};

/** What workloads may reach beyond each other. */
export const NETWORK_JUDGES: Readonly<Record<string, Judge>> = {
  'net.block-imds': metadata,
};
