import { DefaultGrants } from './access/default-grants';
import { proveAccess } from './access/guarantees';
import { WhoMay } from './access/who-may';
import { proveAudit, type AuditView } from './audit/guarantees';
import type { Finding } from './finding';
import type { GuaranteeModel, Predicate } from './guarantee';
import { proveNoWayAround } from './network/around';
import { proveTraffic } from './network/traffic';
import { WAY_QUESTIONS } from './network/ways-around';
import { proveCertificates } from './nodes/certificates';
import type { NodesView } from './nodes/view';
import type { DeclaredGroups } from './subject';
import type { AccessIndex } from '../decide/access/access-index';
import type { PolicyObject } from '../decide/access/build';
import type { NetworkReading } from '../decide/network/model';
import { readNetwork } from '../decide/network/read';

/** What guarantees of a cluster are proved from. */
export interface Evidence {
  readonly minor: number;
  readonly objects: readonly PolicyObject[];
  readonly access: AccessIndex;
  readonly groups: DeclaredGroups;
  readonly audit: AuditView;
  /** What was asked of the machines, where it is known. */
  readonly nodes?: NodesView;
}

/** Proves guarantees of one cluster; what several of them look at is made once, when the first one needs it. */
export class Prover {
  private reading?: NetworkReading;
  private who?: WhoMay;

  constructor(private readonly evidence: Evidence) {}

  /** What keeps a guarantee from holding; the empty list is a proof. */
  public prove({ construct, predicate }: GuaranteeModel): Finding[] {
    const { access, groups, minor, audit, nodes, objects } = this.evidence;
    switch (predicate.kind) {
      case 'only-traffic': return proveTraffic(this.network, { construct, predicate });
      case 'no-way-around': return proveNoWayAround(this.who ??= new WhoMay(access, groups, WAY_QUESTIONS, new DefaultGrants(minor)), this.network.model, { construct, predicate });
      case 'reads-only':
      case 'cannot': return proveAccess(access, { construct, predicate }, groups);
      case 'kubelet-certificates': return proveCertificates({ nodes, index: access, objects }, { construct, predicate });
      default: return proveAudit(audit, { construct, predicate }, minor);
    }
  }

  /** What network decisions read of the cluster, read once. */
  public get network(): NetworkReading {
    return this.reading ??= readNetwork(this.evidence.objects, { kubernetesMinor: this.evidence.minor });
  }
}

const TRUSTED = 'trusted: system:masters, the control plane under its unchanged default bindings, nodes, and the declared deployers where they deploy';
const GROUPS = 'a user has the groups that Kubernetes adds and those that the app declares';

const AUDITED = ['every API server reads the audit policy among the files of the cluster'];

/** What a verdict about a promise of each kind rests on, beside the manifests. */
const RESTS_ON: Readonly<Record<Predicate['kind'], readonly string[]>> = {
  'reads-only': [TRUSTED, GROUPS],
  'cannot': [TRUSTED, GROUPS],
  'only-traffic': [
    'the network plugin enforces NetworkPolicies, of IPv4 and IPv6 alike',
    'traffic of a node, of pods on its network, and of a pod to itself is let through whatever policies say',
  ],
  'no-way-around': [TRUSTED, GROUPS, 'no controller beyond those of Kubernetes makes pods from resources that somebody else may write'],
  'audit-at-most': AUDITED,
  'audit-at-least': AUDITED,
  'audit-rules-reachable': AUDITED,
  'kubelet-certificates': ['machines are set up by the host files of the cluster, and nothing else sets what these set'],
};

export function restsOn({ kind }: Predicate): readonly string[] {
  return RESTS_ON[kind];
}
