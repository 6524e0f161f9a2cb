import { readNetwork } from '../../../src/decide/network/read';
import type { FlowModel, OnlyTraffic, PodsModel } from '../../../src/prove/guarantee';
import { proveTraffic } from '../../../src/prove/network/traffic';
import { deployment, labels, namespace, policy, type Obj } from '../../decide/network/support';

export const WORKLOAD = { kind: 'Deployment', namespace: 'shop', name: 'db' };
export const DB: PodsModel = { namespace: 'shop', selector: { matchLabels: { app: 'db' } }, workload: WORKLOAD };
export const WEB = { podSelector: labels({ app: 'web' }) };
export const TCP = [{ port: 5432, protocol: 'TCP' as const }];
export const FROM_WEB: FlowModel = { peer: WEB, workload: { kind: 'Deployment', namespace: 'shop', name: 'web' }, ports: TCP };

/** A database that only web reaches, and that sends nothing. */
export const SHOP: readonly Obj[] = [
  namespace('shop', { team: 'a' }), namespace('other', { team: 'b' }),
  deployment('shop/db', { app: 'db' }, ['pg=5432']), deployment('shop/web', { app: 'web' }), deployment('other/job', { app: 'job' }),
  policy('shop/db', { podSelector: labels({ app: 'db' }), policyTypes: ['Ingress', 'Egress'], ingress: [{ from: [WEB], ports: TCP }] }),
];

/** Id and message of what keeps the promise that only web gets in, or the given one, from holding. */
export function broken(objects: readonly Obj[], promise: Partial<OnlyTraffic> = {}): string[] {
  const predicate: OnlyTraffic = { kind: 'only-traffic', pods: DB, ingress: [FROM_WEB], egress: [], ...promise };
  return proveTraffic(readNetwork(objects.map(object => ({ object }))), { construct: 'prod/shop/orders', predicate })
    .map(({ id, message }) => `${id}: ${message.replace(/^.*?, (but |which cannot be proved: )/, '')}`);
}
