import { inputFor, usage, type ClusterCommandOptions } from './cluster-input';
import type { NetworkOptions } from '../decide/network/options';
import type { ClusterInput } from '../engine/cluster-input';
import { networkOf, type ClusterNetwork } from '../engine/network';
import { parseCidr } from '../manifests/validate';

/** What every question about the network is told beside the question. */
export interface NetworkCommandOptions extends ClusterCommandOptions {
  readonly assume?: readonly string[];
  readonly podCidr?: readonly string[];
}

/** Both readings of each question on which implementations differ, by the name of the assumption. The first one is the default. */
const READINGS: Readonly<Record<string, Readonly<Record<string, Partial<NetworkOptions>>>>> = {
  'ip-blocks-and-pods': { yes: { ipBlocksSelectPods: true }, no: { ipBlocksSelectPods: false } },
  'self-traffic': { 'allowed': { selfTraffic: 'allowed' }, 'by-policy': { selfTraffic: 'by-policy' } },
  'host-network': { node: { hostNetwork: 'node' }, pod: { hostNetwork: 'pod' } },
  'baseline-tier': { 'per-direction': { baseline: 'per-direction' }, 'unselected-pods': { baseline: 'unselected-pods' } },
  'duplicate-port-name': { union: { duplicatePortNames: 'union' }, first: { duplicatePortNames: 'first' } },
};

/** All of them, for the help. */
export const READINGS_TEXT = Object.entries(READINGS).map(([name, readings]) => `${name}=${Object.keys(readings).join('|')}`).join(', ');

/** The cluster whose network is asked about, and the objects that it was read from. */
export async function networkFor(options: NetworkCommandOptions): Promise<{ readonly network: ClusterNetwork; readonly input: ClusterInput }> {
  const chosen = optionsOf(options);
  const input = await inputFor(options);
  return { network: networkOf(input, chosen), input };
}

function optionsOf({ assume = [], podCidr = [] }: NetworkCommandOptions): Partial<NetworkOptions> {
  const readings = assume.map(text => {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(text) ?? [];
    const known = READINGS[name];
    const found = known && Object.hasOwn(known, value) ? known[value] : undefined;
    if (!found) throw usage(`${JSON.stringify(text)} is no reading that can be chosen`, `use one of ${READINGS_TEXT}`, '--assume');
    return found;
  });
  const podCidrs = podCidr.map(text => {
    const cidr = parseCidr(text);
    if (!cidr || cidr.defect) throw usage(`${JSON.stringify(text)} is no CIDR${cidr?.defect ? `: it ${cidr.defect}` : ''}`, 'write it as 10.244.0.0/16', '--pod-cidr');
    return cidr;
  });
  return Object.assign({}, ...readings, { podCidrs }) as Partial<NetworkOptions>;
}
