import { listed } from './row';
import { partsChange } from '../../compare/promise/change';
import { partsOf, type Flow, type Part, type PartKind, type Said } from '../../compare/promise/parts';
import type { PromiseChange } from '../../compare/promises';
import type { AuditRequests } from '../../decide/audit/requests';
import { canonical } from '../../decide/canonical';
import { selectorWords } from '../../decide/network/words';
import type { LabelSelector, NetworkPolicyPeer } from '../../manifests/model';
import { whatText } from '../../prove/audit/guarantees';
import type { DeployerModel, FlowModel, Predicate, WorkloadModel } from '../../prove/guarantee';
import { podsText } from '../../prove/network/around';
import { subjectLabel, type SubjectModel } from '../../prove/subject';
import { lifetimeWords, promiseWords } from '../promise-words';

/** A promise that went, came, or says something else than before; in the words of a reviewer, without its construct where it changed. */
export function guaranteeWords({ construct, before, after }: PromiseChange): string {
  if (before === undefined) return `${construct} now promises that ${promiseWords(after as Predicate)}`;
  if (after === undefined) return `${construct} no longer promises that ${promiseWords(before as Predicate)}`;
  const { weaker, stronger } = partsChange(before as Said, after as Said)!;
  const how = stronger.length === 0 ? 'weakened' : weaker.length === 0 ? 'strengthened' : 'changed';
  return `promise ${how}: ${aboutWords(after as Predicate)}: ${clauses(partsOf(before as Said)!, partsOf(after as Said)!).join('; ')}`;
}

/** What a promise is about, without what may change of it. */
function aboutWords(predicate: Predicate): string {
  switch (predicate.kind) {
    case 'reads-only': return 'who can change nothing, anywhere in the cluster';
    case 'cannot': return `who cannot do what to ${predicate.resource}${predicate.group === '' ? '' : ` of ${predicate.group}`}`;
    case 'only-traffic': return `only declared traffic goes in and out of ${podsText(predicate.pods)}`;
    case 'no-way-around': return `nobody goes around the network to ${podsText(predicate.pods)} by the Kubernetes API`;
    case 'audit-at-most': return 'what is never logged with more than is said';
    case 'audit-at-least': return 'what is logged';
    case 'kubelet-certificates': return 'kubelets renew their certificates, which live no longer than is said';
    default: return promiseWords(predicate);
  }
}

/** What stands before the parts of a kind that came or went. */
const LABELS: Readonly<Partial<Record<PartKind, string>>> = {
  ingress: 'in: ',
  egress: 'out: ',
  except: 'exceptions: ',
  client: 'by way of its clients: ',
  operator: 'operators: ',
  deployer: 'deployers: ',
};

/** Of these a promise has one value. */
const SINGLE: readonly PartKind[] = ['level', 'lifetime', 'namespace', 'pods'];

/** How the parts of each kind changed, a clause each. */
function clauses(before: readonly Part[], after: readonly Part[]): string[] {
  const kinds = [...new Set([...before, ...after].map(({ what }) => what))];
  return kinds.flatMap(what => {
    const [old, now] = [before, after].map(parts => parts.filter(part => part.what === what)) as [Part[], Part[]];
    if (SINGLE.includes(what)) {
      return canonical(old) === canonical(now) ? [] : [`${what === 'pods' ? 'pods ' : ''}before ${partWords(old[0])}, now ${partWords(now[0])}`];
    }
    const label = LABELS[what] ?? '';
    if (what === 'ingress' || what === 'egress') return flowClauses(old, now, what).map(each => label + each);
    const only = (some: readonly Part[], others: readonly Part[]) =>
      listed(some.filter(part => !others.some(other => canonical(other) === canonical(part))).map(partWords));
    const [more, less] = [only(now, old), only(old, now)];
    return [...more === '' ? [] : [`${label}now also ${more}`], ...less === '' ? [] : [`${label}no longer ${less}`]];
  });
}

/** Flows by their peer: only those peers whose ports changed. */
function flowClauses(before: readonly Part[], after: readonly Part[], what: 'ingress' | 'egress'): string[] {
  const [old, now] = [portsByPeer(before), portsByPeer(after)];
  const side = what === 'ingress' ? 'from' : 'to';
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap(peer => {
    const [was, is] = [old.get(peer), now.get(peer)].map(ports => ports && listed([...ports].sort()));
    if (was === is) return [];
    return [was === undefined ? `now also ${side} ${peer} on ${is}` : is === undefined ? `no longer ${side} ${peer} on ${was}`
      : `${side} ${peer} before on ${was}, now on ${is}`];
  });
}

function portsByPeer(flows: readonly Part[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { value } of flows) {
    const { peer, workload, ports } = value as Flow;
    const words = peerWords(peer, workload as WorkloadModel | undefined);
    found.set(words, [...found.get(words) ?? [], portWords(ports)]);
  }
  return found;
}

/** `Deployment shop/web`, `pods app=web of its namespace`, `10.0.0.0/8 except 10.1.0.0/16`, `everybody`. */
function peerWords(peer: NetworkPolicyPeer | undefined, workload: FlowModel['workload']): string {
  if (workload) return `${workload.kind} ${workload.namespace}/${workload.name}`;
  if (!peer) return 'everybody';
  if (peer.ipBlock) return `${peer.ipBlock.cidr}${(peer.ipBlock.except ?? []).length > 0 ? ` except ${listed(peer.ipBlock.except!)}` : ''}`;
  const pods = peer.podSelector ? selectorWords(peer.podSelector) : '';
  const namespaces = peer.namespaceSelector && selectorWords(peer.namespaceSelector);
  return `${pods === '' ? 'all pods' : `pods ${pods}`} of ${namespaces === undefined ? 'its namespace' : namespaces === '' ? 'every namespace' : `namespaces with ${namespaces}`}`;
}

function portWords(ports: Flow['ports']): string {
  if (!ports) return 'every port';
  const { protocol, first, last, name } = ports;
  return name !== undefined ? `${protocol} port ${name}` : first === undefined ? `every ${protocol} port` : `${protocol} ${first}${last! > first ? `-${last}` : ''}`;
}

function partWords(part: Part | undefined): string {
  const value = part?.value;
  switch (part?.what) {
    case 'subject':
    case 'operator': return subjectLabel(value as SubjectModel);
    case 'deployer': {
      const { subject, namespaces } = value as DeployerModel;
      return `${subjectLabel(subject)} in ${namespaces ? listed(namespaces) : 'the whole cluster'}`;
    }
    case 'client': return peerWords((value as FlowModel).peer, (value as FlowModel).workload);
    case 'requests':
    case 'except': return whatText(value as AuditRequests);
    case 'level': return `at ${['None', 'Metadata', 'Request', 'RequestResponse'][Math.abs(value as number)]}`;
    case 'lifetime': return lifetimeWords(-(value as number));
    case 'namespace': return value === null ? 'in every namespace' : `in ${value as string}`;
    case 'pods': return selectorWords(value as LabelSelector) || 'all of the namespace';
    case 'serving': return 'serving certificates, asked for, approved and verified';
    case 'failed-logins': return 'failed logins';
    default: return String(value);
  }
}
