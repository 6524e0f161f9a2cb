import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { invalid } from '../errors';
import { ManifestObject } from '../manifest-object';
import { Peer } from '../network/peer';
import { Port } from '../network/port';
import { TrafficPolicy } from '../network/traffic-policy';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';
import { SecuredNamespace } from '../workloads/secured-namespace';

/** Properties of a ServingCertificateApprover. */
export interface ServingCertificateApproverProps {
  /**
   * The image of postfinance/kubelet-csr-approver, by digest: a tag could come to mean another program, and this one
   * may have certificates signed for nodes.
   */
  readonly image: string;

  /** A regular expression that the names of nodes match as a whole: `^node-[0-9]+$`. One that matches everything is refused. */
  readonly nodeNames: string;

  /** Blocks in which the addresses of nodes lie. Not empty, and not the whole address space. */
  readonly nodeAddresses: string[];

  /**
   * Accept addresses that the name of the node does not resolve to. Set it where nodes have no entry in DNS.
   *
   * @default false
   */
  readonly withoutDns?: boolean;

  /**
   * The longest lifetime in seconds that a request may ask for.
   *
   * @default - 31622400, which is 366 days
   */
  readonly maxExpirationSeconds?: number;

  /**
   * Blocks in which the API servers lie, for the NetworkPolicy.
   *
   * @default - any address, on ports 443 and 6443
   */
  readonly apiServers?: string[];

  /**
   * The namespace.
   *
   * @default `kubelet-csr-approver`
   */
  readonly namespace?: string;
}

/**
 * Approves serving certificates of kubelets after looking at what they ask for: the name of the node, its addresses, how
 * long. It runs in a namespace of its own that is closed but for the API server and name resolution, as a restricted pod,
 * and may read requests, approve those of the one signer, and nothing else. One replica needs no lease.
 *
 * @see https://github.com/postfinance/kubelet-csr-approver
 */
export class ServingCertificateApprover extends Construct {
  /** The namespace that it runs in. */
  public readonly namespace: SecuredNamespace;

  /** The Deployment. */
  public readonly deployment: ApiObject;

  constructor(scope: Construct, id: string, props: ServingCertificateApproverProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, ServingCertificateApprover, 'ServingCertificateApproverProps', props);
    this.check(props);
    const name = 'kubelet-csr-approver';
    this.namespace = new SecuredNamespace(this, 'namespace', { name: props.namespace ?? name });
    const labels = { 'app.kubernetes.io/name': name };
    const namespace = this.namespace.namespaceName;
    new ManifestObject(this.namespace, 'account', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name }, automountServiceAccountToken: false });
    this.grant(name, namespace);
    this.deployment = new ManifestObject(this.namespace, 'approver', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, labels },
      spec: {
        replicas: 1,
        strategy: { type: 'Recreate' },
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: this.podSpec(name, props) },
      },
    });
    const ports = [Port.tcp(443), Port.tcp(6443)];
    new TrafficPolicy(this.namespace, 'api-server', {
      pods: this.deployment, egress: [{ to: (props.apiServers ?? ['0.0.0.0/0', '::/0']).map(cidr => Peer.ipBlock(cidr)), ports }],
    });
  }

  private podSpec(name: string, props: ServingCertificateApproverProps): object {
    const probe = (path: string) => ({ httpGet: { path, port: 8081 } });
    return {
      serviceAccountName: name,
      automountServiceAccountToken: true,
      securityContext: { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532, seccompProfile: { type: 'RuntimeDefault' } },
      // Without it no node serves logs or exec, and it must come up while nodes are still joining.
      priorityClassName: 'system-cluster-critical',
      tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }],
      containers: [{
        name: 'approver',
        image: props.image,
        args: [
          `--provider-regex=${props.nodeNames}`,
          `--provider-ip-prefixes=${props.nodeAddresses.join(',')}`,
          `--max-expiration-sec=${props.maxExpirationSeconds ?? 366 * 24 * 3600}`,
          '--allowed-dns-names=1',
          `--bypass-dns-resolution=${props.withoutDns ?? false}`,
          '--leader-election=false',
        ],
        livenessProbe: probe('/healthz'),
        readinessProbe: probe('/readyz'),
        resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '128Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, runAsNonRoot: true, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' },
        },
      }],
    };
  }

  /** What a conformant approver needs (kubelet-csr-approver deploy/k8s), without its leases. */
  private grant(name: string, namespace: string): void {
    const rbac = 'rbac.authorization.k8s.io';
    const subjects = [{ kind: 'ServiceAccount', name, namespace }];
    const bind = (id: string, scope: 'ClusterRole' | 'Role', rules: object[], metadata: object) => {
      new ManifestObject(this, id, { apiVersion: `${rbac}/v1`, kind: scope, metadata, rules });
      new ManifestObject(this, `${id}-binding`, { apiVersion: `${rbac}/v1`, kind: `${scope}Binding`, metadata, roleRef: { apiGroup: rbac, kind: scope, name }, subjects });
    };
    bind('role', 'ClusterRole', [
      { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests/approval'], verbs: ['update'] },
      { apiGroups: ['certificates.k8s.io'], resources: ['signers'], resourceNames: ['kubernetes.io/kubelet-serving'], verbs: ['approve'] },
    ], { name });
    // Events about objects of the cluster scope are written to this namespace.
    bind('events', 'Role', [{ apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] }], { name, namespace: 'default' });
  }

  private check({ image, nodeNames, nodeAddresses, maxExpirationSeconds }: ServingCertificateApproverProps): void {
    if (!/^[^\s@]+@sha256:[0-9a-f]{64}$/.test(String(image))) {
      throw invalid(this, 'image', image, 'must be pinned by its digest', 'write it as name@sha256:…');
    }
    if (typeof nodeNames !== 'string' || !/^\^.+\$$/.test(nodeNames) || matchesAnything(nodeNames)) {
      throw invalid(this, 'nodeNames', nodeNames, 'must be a regular expression from ^ to $ that tells names of nodes from others', 'write it as ^node-[0-9]+$');
    }
    if (!Array.isArray(nodeAddresses) || nodeAddresses.length === 0 || nodeAddresses.some(each => !/^[0-9a-f.:]+\/[1-9]\d*$/i.test(each))) {
      throw invalid(this, 'nodeAddresses', nodeAddresses, 'must list the blocks in which addresses of nodes lie, and no block of all addresses', 'write them as 10.0.0.0/16');
    }
    const seconds = maxExpirationSeconds ?? 600;
    if (!Number.isInteger(seconds) || seconds < 600 || seconds > 367 * 24 * 3600) {
      throw invalid(this, 'maxExpirationSeconds', maxExpirationSeconds, 'must be whole seconds between 600 and 31708800 (367 days), as the approver takes them', 'use 31622400');
    }
  }
}

/** Names that no pattern of node names should match both of. */
function matchesAnything(pattern: string): boolean {
  try {
    const regex = new RegExp(pattern);
    return ['a', 'zz-other.example.com', '0', 'kubernetes-default-svc'].every(each => regex.test(each));
  } catch {
    return true;
  }
}
