import type { AcknowledgementProps } from '../promises/acknowledgements';
import type { AuditedRequests, ForbiddenAccess, KubeletCertificatePromise } from '../promises/guarantee';
import type { GuardedPods, PromisedTraffic } from '../promises/network-guarantees';
import { shape as of } from '../types/shapes';

/** The properties of the structs about promises and acknowledgements, each with its type. */
of<AcknowledgementProps>('AcknowledgementProps', { expires: '?string', ids: 'string[]', reason: 'string' });
of<AuditedRequests>('AuditedRequests', {
  namespaces: '?string[]',
  nonResourceUrls: '?string[]',
  resources: '?KubernetesResource[]',
  subjects: '?Subject[]',
  verbs: '?Verb[]',
});
of<ForbiddenAccess>('ForbiddenAccess', {
  namespace: '?string',
  resource: 'KubernetesResource',
  subjects: '(Subject | IConstruct)[]',
  verbs: 'Verb[]',
});
of<GuardedPods>('GuardedPods', {
  clients: '(Peer | IConstruct)[]',
  namespace: '?string',
  operators: '?(Subject | IConstruct)[]',
  pods: 'PodSelection | IConstruct',
});
of<KubeletCertificatePromise>('KubeletCertificatePromise', { lifetime: 'Duration', serving: '?boolean' });
of<PromisedTraffic>('PromisedTraffic', {
  egress: '?EgressRule[]',
  ingress: '?IngressRule[]',
  namespace: '?string',
  pods: 'PodSelection | IConstruct',
});
