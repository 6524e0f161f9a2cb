import type { IConstruct } from 'constructs';
import { NamespaceSelection, PodSelection } from './selection';
import type { NetworkPolicyPeer } from '../../manifests/model';
import { refuseWrongArguments } from '../props';
import { DNS_PODS } from './name-service';
import { podsOf } from '../workloads/workload-pods';

/** The other side of traffic. */
export class Peer {
  /** Pods in the policy's own namespace, or, when namespaces are given, in each of those. */
  public static pods(pods: PodSelection, namespaces?: NamespaceSelection): Peer {
    refuseWrongArguments('Peer.pods', { pods: 'PodSelection', namespaces: '?NamespaceSelection' }, pods, namespaces);
    return new Peer({ podSelector: pods._selector, ...(namespaces ? { namespaceSelector: namespaces._selector } : {}) });
  }

  /** Every pod of some namespaces. */
  public static namespaces(namespaces: NamespaceSelection): Peer {
    refuseWrongArguments('Peer.namespaces', { namespaces: 'NamespaceSelection' }, namespaces);
    return new Peer({ namespaceSelector: namespaces._selector });
  }

  /**
   * Addresses.
   *
   * @param cidr a block such as `10.0.0.0/8` or `2001:db8::/32`
   * @param except smaller blocks, strictly inside, that are left out
   */
  public static ipBlock(cidr: string, except?: string[]): Peer {
    refuseWrongArguments('Peer.ipBlock', { cidr: 'string', except: '?string[]' }, cidr, except);
    return new Peer({ ipBlock: { cidr, ...(except && except.length > 0 ? { except: [...new Set(except)].sort() } : {}) } });
  }

  /** Everything: all pods, all addresses. It cannot stand beside other peers. */
  public static anywhere(): Peer {
    return new Peer(undefined);
  }

  /** The cluster's name service: the pods labelled `k8s-app: kube-dns` in `kube-system`. It listens on TCP and UDP 53. */
  public static clusterDns(): Peer {
    return new Peer(DNS_PODS);
  }

  /**
   * A workload or a selection as a peer of a policy in a namespace. Pods of another namespace are
   * selected together with its name, in one entry: two entries would mean either.
   *
   * @internal
   */
  public static _of(peer: IConstruct | Peer, asked: IConstruct, field: string, namespace: string | undefined): Peer {
    if (peer instanceof Peer) {
      return peer;
    }
    const pods = podsOf(peer, asked, field);
    const elsewhere = pods.namespace !== undefined && pods.namespace !== namespace;
    return new Peer({
      podSelector: pods.selector,
      ...(elsewhere ? { namespaceSelector: NamespaceSelection.named(pods.namespace)._selector } : {}),
    });
  }

  private constructor(
    /** undefined means everything. @internal */
    public readonly _entry: NetworkPolicyPeer | undefined,
  ) {}
}
