import * as fc from 'fast-check';
import { cluster, options } from './arbitrary';
import type { Obj } from './support';
import { decideConnection } from '../../../src/decide/network';
import type { NetworkEnd, NetworkPod } from '../../../src/decide/network/model';
import { NetworkIndex } from '../../../src/decide/network/network-index';
import { readNetwork } from '../../../src/decide/network/read';
import { leadsOf, type Lead, type LeadTarget } from '../../../src/decide/network/services';

const NAMESPACES = ['n0', 'n1', 'n2', 'n3'];
const PORTS = [53, 80, 443];

const service = fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  selector: fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('a', 'b', ''), { minKeys: 1, maxKeys: 1 }),
  type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer'),
  port: fc.constantFrom(...PORTS),
  targetPort: fc.constantFrom(undefined, 80, 443, 'http', 'dns'),
  protocol: fc.constantFrom('TCP', 'UDP'),
});
const services = fc.array(service, { minLength: 1, maxLength: 3 }).map(all => all.flatMap(({ namespace, selector, type, ...port }, at): Obj[] => {
  const backend = { service: { name: `s${at}`, port: { name: 'p' } } };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata: { name: `s${at}`, namespace }, spec: { type, selector, ports: [{ name: 'p', ...port }] } },
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: `i${at}`, namespace }, spec: { defaultBackend: backend } },
  ];
}));

/** Policies that let in addresses of one family, or some of them. */
const blocks = fc.array(fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  cidr: fc.constantFrom('0.0.0.0/0', '::/0', '192.0.2.0/24'),
  port: fc.constantFrom(undefined, ...PORTS),
}), { maxLength: 3 }).map(all => all.map(({ namespace, cidr, port }, at): Obj => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: `b${at}`, namespace },
  spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr } }], ...port === undefined ? {} : { ports: [{ port }] } }] },
})));

/** A pod at each of its addresses; one whose address is unknown may be of either family. */
function endsOf(pod: NetworkPod): NetworkEnd[] {
  return pod.addresses.length === 0 ? [{ pod }] : pod.addresses.map(address => ({ pod, address }));
}

/** Who may come, asked of the specification one by one. */
function openBySpecification(index: NetworkIndex, { type, protocol, kind }: Lead<LeadTarget>, { pods, number }: LeadTarget): string {
  const { model } = index;
  const answers = pods.flatMap(endsOf).map(to => {
    const meets = ({ address }: NetworkEnd) => !address || !to.address || address.family === to.address.family;
    const outside = Array.from({ length: index.atoms.count }, (_, at) => index.atoms.range(at, at + 1))
      .map(({ family, first }): NetworkEnd => ({ address: { family, value: first } })).filter(meets);
    const others = model.pods.filter(pod => !pod.terminated && !pods.includes(pod)).flatMap(endsOf).filter(meets);
    const comers = kind === 'Ingress' ? [...others, ...outside] : type === 'ClusterIP' && others.length > 0 ? others : outside;
    const isAdmitted = (from: NetworkEnd) => decideConnection(model, { from, to, protocol, port: number }, index.options).ingress.decision === 'allow';
    const admitted = comers.filter(isAdmitted);
    return admitted.length === 0 ? 'none' : admitted.length === comers.length ? 'all' : 'some';
  });
  return answers.every(each => each === answers[0]) ? answers[0] ?? 'none' : 'some';
}

test('whom policies let in behind a Service or an Ingress is what the specification says of each who may come', () => {
  const seen = new Set<string>();
  fc.assert(fc.property(cluster, services, blocks, options, (objects, more, policies, chosen) => {
    const all = [...objects, ...more, ...policies];
    const { model, problems } = readNetwork(all.map(object => ({ object })));
    expect(problems).toEqual([]);
    const index = new NetworkIndex(model, chosen);
    for (const lead of leadsOf(all.map(object => ({ object })), index)) {
      for (const target of lead.targets) {
        seen.add(`${lead.kind} ${target.open}`);
        expect([lead, target.open]).toEqual([lead, openBySpecification(index, lead, target)]);
      }
    }
  }), { numRuns: 300 });
  expect(seen.size).toBe(6);
});
