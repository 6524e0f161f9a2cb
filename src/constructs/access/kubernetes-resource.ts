import { checkedGroup, checkedPlural, checkSubresource, invalidResource, refuseUnknown } from './resource-names';
import { findAuthorizable, isKeyed } from '../../kubernetes';
import { refuseWrongArguments, refuseWrongFields } from '../props';

/** What a resource without a constant is called. */
export interface KubernetesResourceOptions {
  /**
   * The API group, without a version.
   *
   * @default - the core group
   */
  readonly group?: string;

  /** The plural in lower case, as it stands in a URL: `certificates`. */
  readonly resource: string;

  /**
   * A subresource, such as `status`.
   *
   * @default - the resource itself
   */
  readonly subresource?: string;

  /**
   * Whether its objects live in namespaces.
   *
   * @default - known for built-in resources, otherwise left open
   */
  readonly namespaced?: boolean;
}

/**
 * A resource or subresource as RBAC and audit policies name it: a group and a plural, no version.
 *
 * The constants are every resource that Kubernetes 1.27 to 1.37 serves in a stable or beta version, and what
 * its authorizer knows beside them (users to impersonate, signers, the kubelet's API), taken from the catalogue
 * in `src/kubernetes/data`; `test/constructs/access/kubernetes-resource.test.ts` holds the two together. A name
 * is the plural with its words apart, then the subresource; where two groups share a plural, the one outside the
 * core group ends in its group. A role on what its cluster's version does not have is an error.
 */
export class KubernetesResource {
  /** `apiservices` of apiregistration.k8s.io, cluster-scoped. */
  public static readonly API_SERVICES = new KubernetesResource('apiregistration.k8s.io', 'apiservices', false);
  /** `apiservices/status` of apiregistration.k8s.io, cluster-scoped. */
  public static readonly API_SERVICES_STATUS = new KubernetesResource('apiregistration.k8s.io', 'apiservices/status', false);
  /** `bindings` of the core group, namespaced. */
  public static readonly BINDINGS = new KubernetesResource('', 'bindings', true);
  /** `certificatesigningrequests` of certificates.k8s.io, cluster-scoped. */
  public static readonly CERTIFICATE_SIGNING_REQUESTS = new KubernetesResource('certificates.k8s.io', 'certificatesigningrequests', false);
  /** `certificatesigningrequests/approval` of certificates.k8s.io, cluster-scoped. */
  public static readonly CERTIFICATE_SIGNING_REQUESTS_APPROVAL = new KubernetesResource('certificates.k8s.io', 'certificatesigningrequests/approval', false);
  /** `certificatesigningrequests/nodeclient` of certificates.k8s.io, a certificate for another node, approved by itself, cluster-scoped. */
  public static readonly CERTIFICATE_SIGNING_REQUESTS_NODE_CLIENT = new KubernetesResource('certificates.k8s.io', 'certificatesigningrequests/nodeclient', false);
  /** `certificatesigningrequests/selfnodeclient` of certificates.k8s.io, a node's own next certificate, approved by itself, cluster-scoped. */
  public static readonly CERTIFICATE_SIGNING_REQUESTS_SELF_NODE_CLIENT = new KubernetesResource('certificates.k8s.io', 'certificatesigningrequests/selfnodeclient', false);
  /** `certificatesigningrequests/status` of certificates.k8s.io, cluster-scoped. */
  public static readonly CERTIFICATE_SIGNING_REQUESTS_STATUS = new KubernetesResource('certificates.k8s.io', 'certificatesigningrequests/status', false);
  /** `clusterroles` of rbac.authorization.k8s.io, cluster-scoped. */
  public static readonly CLUSTER_ROLES = new KubernetesResource('rbac.authorization.k8s.io', 'clusterroles', false);
  /** `clusterrolebindings` of rbac.authorization.k8s.io, cluster-scoped. */
  public static readonly CLUSTER_ROLE_BINDINGS = new KubernetesResource('rbac.authorization.k8s.io', 'clusterrolebindings', false);
  /** `clustertrustbundles` of certificates.k8s.io, cluster-scoped. */
  public static readonly CLUSTER_TRUST_BUNDLES = new KubernetesResource('certificates.k8s.io', 'clustertrustbundles', false);
  /** `componentstatuses` of the core group, cluster-scoped. */
  public static readonly COMPONENT_STATUSES = new KubernetesResource('', 'componentstatuses', false);
  /** `configmaps` of the core group, namespaced. */
  public static readonly CONFIG_MAPS = new KubernetesResource('', 'configmaps', true);
  /** `controllerrevisions` of apps, namespaced. */
  public static readonly CONTROLLER_REVISIONS = new KubernetesResource('apps', 'controllerrevisions', true);
  /** `cronjobs` of batch, namespaced. */
  public static readonly CRON_JOBS = new KubernetesResource('batch', 'cronjobs', true);
  /** `cronjobs/status` of batch, namespaced. */
  public static readonly CRON_JOBS_STATUS = new KubernetesResource('batch', 'cronjobs/status', true);
  /** `csidrivers` of storage.k8s.io, cluster-scoped. */
  public static readonly CSI_DRIVERS = new KubernetesResource('storage.k8s.io', 'csidrivers', false);
  /** `csinodes` of storage.k8s.io, cluster-scoped. */
  public static readonly CSI_NODES = new KubernetesResource('storage.k8s.io', 'csinodes', false);
  /** `csinodes/status` of storage.k8s.io, cluster-scoped; from 1.37. */
  public static readonly CSI_NODES_STATUS = new KubernetesResource('storage.k8s.io', 'csinodes/status', false);
  /** `csistoragecapacities` of storage.k8s.io, namespaced. */
  public static readonly CSI_STORAGE_CAPACITIES = new KubernetesResource('storage.k8s.io', 'csistoragecapacities', true);
  /** `customresourcedefinitions` of apiextensions.k8s.io, cluster-scoped. */
  public static readonly CUSTOM_RESOURCE_DEFINITIONS = new KubernetesResource('apiextensions.k8s.io', 'customresourcedefinitions', false);
  /** `customresourcedefinitions/status` of apiextensions.k8s.io, cluster-scoped. */
  public static readonly CUSTOM_RESOURCE_DEFINITIONS_STATUS = new KubernetesResource('apiextensions.k8s.io', 'customresourcedefinitions/status', false);
  /** `daemonsets` of apps, namespaced. */
  public static readonly DAEMON_SETS = new KubernetesResource('apps', 'daemonsets', true);
  /** `daemonsets/status` of apps, namespaced. */
  public static readonly DAEMON_SETS_STATUS = new KubernetesResource('apps', 'daemonsets/status', true);
  /** `deployments` of apps, namespaced. */
  public static readonly DEPLOYMENTS = new KubernetesResource('apps', 'deployments', true);
  /** `deployments/scale` of apps, namespaced. */
  public static readonly DEPLOYMENTS_SCALE = new KubernetesResource('apps', 'deployments/scale', true);
  /** `deployments/status` of apps, namespaced. */
  public static readonly DEPLOYMENTS_STATUS = new KubernetesResource('apps', 'deployments/status', true);
  /** `deviceclasses` of resource.k8s.io, cluster-scoped; from 1.31. */
  public static readonly DEVICE_CLASSES = new KubernetesResource('resource.k8s.io', 'deviceclasses', false);
  /** `devicetaintrules` of resource.k8s.io, cluster-scoped; from 1.33. */
  public static readonly DEVICE_TAINT_RULES = new KubernetesResource('resource.k8s.io', 'devicetaintrules', false);
  /** `devicetaintrules/status` of resource.k8s.io, cluster-scoped; from 1.35. */
  public static readonly DEVICE_TAINT_RULES_STATUS = new KubernetesResource('resource.k8s.io', 'devicetaintrules/status', false);
  /** `endpoints` of the core group, namespaced. */
  public static readonly ENDPOINTS = new KubernetesResource('', 'endpoints', true);
  /** `endpointslices` of discovery.k8s.io, namespaced. */
  public static readonly ENDPOINT_SLICES = new KubernetesResource('discovery.k8s.io', 'endpointslices', true);
  /** `events` of the core group, namespaced. */
  public static readonly EVENTS = new KubernetesResource('', 'events', true);
  /** `events` of events.k8s.io, namespaced. */
  public static readonly EVENTS_EVENTS_K8S_IO = new KubernetesResource('events.k8s.io', 'events', true);
  /** `flowschemas` of flowcontrol.apiserver.k8s.io, cluster-scoped. */
  public static readonly FLOW_SCHEMAS = new KubernetesResource('flowcontrol.apiserver.k8s.io', 'flowschemas', false);
  /** `flowschemas/status` of flowcontrol.apiserver.k8s.io, cluster-scoped. */
  public static readonly FLOW_SCHEMAS_STATUS = new KubernetesResource('flowcontrol.apiserver.k8s.io', 'flowschemas/status', false);
  /** `groups` of the core group, to impersonate, cluster-scoped. */
  public static readonly GROUPS = new KubernetesResource('', 'groups', false);
  /** `groups` of authentication.k8s.io, to impersonate by the constrained verbs, cluster-scoped; from 1.35. */
  public static readonly GROUPS_AUTHENTICATION_K8S_IO = new KubernetesResource('authentication.k8s.io', 'groups', false);
  /** `horizontalpodautoscalers` of autoscaling, namespaced. */
  public static readonly HORIZONTAL_POD_AUTOSCALERS = new KubernetesResource('autoscaling', 'horizontalpodautoscalers', true);
  /** `horizontalpodautoscalers/status` of autoscaling, namespaced. */
  public static readonly HORIZONTAL_POD_AUTOSCALERS_STATUS = new KubernetesResource('autoscaling', 'horizontalpodautoscalers/status', true);
  /** `ingresses` of networking.k8s.io, namespaced. */
  public static readonly INGRESSES = new KubernetesResource('networking.k8s.io', 'ingresses', true);
  /** `ingresses/status` of networking.k8s.io, namespaced. */
  public static readonly INGRESSES_STATUS = new KubernetesResource('networking.k8s.io', 'ingresses/status', true);
  /** `ingressclasses` of networking.k8s.io, cluster-scoped. */
  public static readonly INGRESS_CLASSES = new KubernetesResource('networking.k8s.io', 'ingressclasses', false);
  /** `ipaddresses` of networking.k8s.io, cluster-scoped. */
  public static readonly IP_ADDRESSES = new KubernetesResource('networking.k8s.io', 'ipaddresses', false);
  /** `jobs` of batch, namespaced. */
  public static readonly JOBS = new KubernetesResource('batch', 'jobs', true);
  /** `jobs/status` of batch, namespaced. */
  public static readonly JOBS_STATUS = new KubernetesResource('batch', 'jobs/status', true);
  /** `leases` of coordination.k8s.io, namespaced. */
  public static readonly LEASES = new KubernetesResource('coordination.k8s.io', 'leases', true);
  /** `leasecandidates` of coordination.k8s.io, namespaced; from 1.31. */
  public static readonly LEASE_CANDIDATES = new KubernetesResource('coordination.k8s.io', 'leasecandidates', true);
  /** `limitranges` of the core group, namespaced. */
  public static readonly LIMIT_RANGES = new KubernetesResource('', 'limitranges', true);
  /** `localsubjectaccessreviews` of authorization.k8s.io, namespaced. */
  public static readonly LOCAL_SUBJECT_ACCESS_REVIEWS = new KubernetesResource('authorization.k8s.io', 'localsubjectaccessreviews', true);
  /** `mutatingadmissionpolicies` of admissionregistration.k8s.io, cluster-scoped; from 1.32. */
  public static readonly MUTATING_ADMISSION_POLICIES = new KubernetesResource('admissionregistration.k8s.io', 'mutatingadmissionpolicies', false);
  /** `mutatingadmissionpolicybindings` of admissionregistration.k8s.io, cluster-scoped; from 1.32. */
  public static readonly MUTATING_ADMISSION_POLICY_BINDINGS = new KubernetesResource('admissionregistration.k8s.io', 'mutatingadmissionpolicybindings', false);
  /** `mutatingwebhookconfigurations` of admissionregistration.k8s.io, cluster-scoped. */
  public static readonly MUTATING_WEBHOOK_CONFIGURATIONS = new KubernetesResource('admissionregistration.k8s.io', 'mutatingwebhookconfigurations', false);
  /** `namespaces` of the core group, cluster-scoped. */
  public static readonly NAMESPACES = new KubernetesResource('', 'namespaces', false);
  /** `namespaces/finalize` of the core group, cluster-scoped. */
  public static readonly NAMESPACES_FINALIZE = new KubernetesResource('', 'namespaces/finalize', false);
  /** `namespaces/status` of the core group, cluster-scoped. */
  public static readonly NAMESPACES_STATUS = new KubernetesResource('', 'namespaces/status', false);
  /** `networkpolicies` of networking.k8s.io, namespaced. */
  public static readonly NETWORK_POLICIES = new KubernetesResource('networking.k8s.io', 'networkpolicies', true);
  /** `networkpolicies/status` of networking.k8s.io, namespaced; until 1.27. */
  public static readonly NETWORK_POLICIES_STATUS = new KubernetesResource('networking.k8s.io', 'networkpolicies/status', true);
  /** `nodes` of the core group, cluster-scoped. */
  public static readonly NODES = new KubernetesResource('', 'nodes', false);
  /** `nodes` of authentication.k8s.io, to impersonate by the constrained verbs, cluster-scoped; from 1.35. */
  public static readonly NODES_AUTHENTICATION_K8S_IO = new KubernetesResource('authentication.k8s.io', 'nodes', false);
  /** `nodes/checkpoint` of the core group, of the kubelet's API, cluster-scoped. */
  public static readonly NODES_CHECKPOINT = new KubernetesResource('', 'nodes/checkpoint', false);
  /** `nodes/configz` of the core group, of the kubelet's API, cluster-scoped; from 1.32. */
  public static readonly NODES_CONFIGZ = new KubernetesResource('', 'nodes/configz', false);
  /** `nodes/healthz` of the core group, of the kubelet's API, cluster-scoped; from 1.32. */
  public static readonly NODES_HEALTHZ = new KubernetesResource('', 'nodes/healthz', false);
  /** `nodes/log` of the core group, of the kubelet's API, cluster-scoped. */
  public static readonly NODES_LOG = new KubernetesResource('', 'nodes/log', false);
  /** `nodes/metrics` of the core group, of the kubelet's API, cluster-scoped. */
  public static readonly NODES_METRICS = new KubernetesResource('', 'nodes/metrics', false);
  /** `nodes/pods` of the core group, of the kubelet's API, cluster-scoped; from 1.32. */
  public static readonly NODES_PODS = new KubernetesResource('', 'nodes/pods', false);
  /** `nodes/proxy` of the core group, cluster-scoped. */
  public static readonly NODES_PROXY = new KubernetesResource('', 'nodes/proxy', false);
  /** `nodes/stats` of the core group, of the kubelet's API, cluster-scoped. */
  public static readonly NODES_STATS = new KubernetesResource('', 'nodes/stats', false);
  /** `nodes/status` of the core group, cluster-scoped. */
  public static readonly NODES_STATUS = new KubernetesResource('', 'nodes/status', false);
  /** `persistentvolumes` of the core group, cluster-scoped. */
  public static readonly PERSISTENT_VOLUMES = new KubernetesResource('', 'persistentvolumes', false);
  /** `persistentvolumes/status` of the core group, cluster-scoped. */
  public static readonly PERSISTENT_VOLUMES_STATUS = new KubernetesResource('', 'persistentvolumes/status', false);
  /** `persistentvolumeclaims` of the core group, namespaced. */
  public static readonly PERSISTENT_VOLUME_CLAIMS = new KubernetesResource('', 'persistentvolumeclaims', true);
  /** `persistentvolumeclaims/status` of the core group, namespaced. */
  public static readonly PERSISTENT_VOLUME_CLAIMS_STATUS = new KubernetesResource('', 'persistentvolumeclaims/status', true);
  /** `pods` of the core group, namespaced. */
  public static readonly PODS = new KubernetesResource('', 'pods', true);
  /** `pods/attach` of the core group, namespaced. */
  public static readonly PODS_ATTACH = new KubernetesResource('', 'pods/attach', true);
  /** `pods/binding` of the core group, namespaced. */
  public static readonly PODS_BINDING = new KubernetesResource('', 'pods/binding', true);
  /** `pods/ephemeralcontainers` of the core group, namespaced. */
  public static readonly PODS_EPHEMERAL_CONTAINERS = new KubernetesResource('', 'pods/ephemeralcontainers', true);
  /** `pods/eviction` of the core group, namespaced. */
  public static readonly PODS_EVICTION = new KubernetesResource('', 'pods/eviction', true);
  /** `pods/exec` of the core group, namespaced. */
  public static readonly PODS_EXEC = new KubernetesResource('', 'pods/exec', true);
  /** `pods/log` of the core group, namespaced. */
  public static readonly PODS_LOG = new KubernetesResource('', 'pods/log', true);
  /** `pods/portforward` of the core group, namespaced. */
  public static readonly PODS_PORT_FORWARD = new KubernetesResource('', 'pods/portforward', true);
  /** `pods/proxy` of the core group, namespaced. */
  public static readonly PODS_PROXY = new KubernetesResource('', 'pods/proxy', true);
  /** `pods/resize` of the core group, namespaced; from 1.32. */
  public static readonly PODS_RESIZE = new KubernetesResource('', 'pods/resize', true);
  /** `pods/status` of the core group, namespaced. */
  public static readonly PODS_STATUS = new KubernetesResource('', 'pods/status', true);
  /** `podcertificaterequests` of certificates.k8s.io, namespaced; from 1.34. */
  public static readonly POD_CERTIFICATE_REQUESTS = new KubernetesResource('certificates.k8s.io', 'podcertificaterequests', true);
  /** `podcertificaterequests/status` of certificates.k8s.io, namespaced; from 1.34. */
  public static readonly POD_CERTIFICATE_REQUESTS_STATUS = new KubernetesResource('certificates.k8s.io', 'podcertificaterequests/status', true);
  /** `poddisruptionbudgets` of policy, namespaced. */
  public static readonly POD_DISRUPTION_BUDGETS = new KubernetesResource('policy', 'poddisruptionbudgets', true);
  /** `poddisruptionbudgets/status` of policy, namespaced. */
  public static readonly POD_DISRUPTION_BUDGETS_STATUS = new KubernetesResource('policy', 'poddisruptionbudgets/status', true);
  /** `podgroups` of scheduling.k8s.io, namespaced; from 1.36. */
  public static readonly POD_GROUPS = new KubernetesResource('scheduling.k8s.io', 'podgroups', true);
  /** `podgroups/status` of scheduling.k8s.io, namespaced; from 1.36. */
  public static readonly POD_GROUPS_STATUS = new KubernetesResource('scheduling.k8s.io', 'podgroups/status', true);
  /** `podtemplates` of the core group, namespaced. */
  public static readonly POD_TEMPLATES = new KubernetesResource('', 'podtemplates', true);
  /** `priorityclasses` of scheduling.k8s.io, cluster-scoped. */
  public static readonly PRIORITY_CLASSES = new KubernetesResource('scheduling.k8s.io', 'priorityclasses', false);
  /** `prioritylevelconfigurations` of flowcontrol.apiserver.k8s.io, cluster-scoped. */
  public static readonly PRIORITY_LEVEL_CONFIGURATIONS = new KubernetesResource('flowcontrol.apiserver.k8s.io', 'prioritylevelconfigurations', false);
  /** `prioritylevelconfigurations/status` of flowcontrol.apiserver.k8s.io, cluster-scoped. */
  public static readonly PRIORITY_LEVEL_CONFIGURATIONS_STATUS = new KubernetesResource('flowcontrol.apiserver.k8s.io', 'prioritylevelconfigurations/status', false);
  /** `replicationcontrollers` of the core group, namespaced. */
  public static readonly REPLICATION_CONTROLLERS = new KubernetesResource('', 'replicationcontrollers', true);
  /** `replicationcontrollers/scale` of the core group, namespaced. */
  public static readonly REPLICATION_CONTROLLERS_SCALE = new KubernetesResource('', 'replicationcontrollers/scale', true);
  /** `replicationcontrollers/status` of the core group, namespaced. */
  public static readonly REPLICATION_CONTROLLERS_STATUS = new KubernetesResource('', 'replicationcontrollers/status', true);
  /** `replicasets` of apps, namespaced. */
  public static readonly REPLICA_SETS = new KubernetesResource('apps', 'replicasets', true);
  /** `replicasets/scale` of apps, namespaced. */
  public static readonly REPLICA_SETS_SCALE = new KubernetesResource('apps', 'replicasets/scale', true);
  /** `replicasets/status` of apps, namespaced. */
  public static readonly REPLICA_SETS_STATUS = new KubernetesResource('apps', 'replicasets/status', true);
  /** `resourceclaims` of resource.k8s.io, namespaced. */
  public static readonly RESOURCE_CLAIMS = new KubernetesResource('resource.k8s.io', 'resourceclaims', true);
  /** `resourceclaims/binding` of resource.k8s.io, a part of the status, namespaced; from 1.36. */
  public static readonly RESOURCE_CLAIMS_BINDING = new KubernetesResource('resource.k8s.io', 'resourceclaims/binding', true);
  /** `resourceclaims/driver` of resource.k8s.io, a part of the status, whose names are those of drivers, namespaced; from 1.36. */
  public static readonly RESOURCE_CLAIMS_DRIVER = new KubernetesResource('resource.k8s.io', 'resourceclaims/driver', true);
  /** `resourceclaims/status` of resource.k8s.io, namespaced. */
  public static readonly RESOURCE_CLAIMS_STATUS = new KubernetesResource('resource.k8s.io', 'resourceclaims/status', true);
  /** `resourceclaimtemplates` of resource.k8s.io, namespaced. */
  public static readonly RESOURCE_CLAIM_TEMPLATES = new KubernetesResource('resource.k8s.io', 'resourceclaimtemplates', true);
  /** `resourcequotas` of the core group, namespaced. */
  public static readonly RESOURCE_QUOTAS = new KubernetesResource('', 'resourcequotas', true);
  /** `resourcequotas/status` of the core group, namespaced. */
  public static readonly RESOURCE_QUOTAS_STATUS = new KubernetesResource('', 'resourcequotas/status', true);
  /** `resourceslices` of resource.k8s.io, cluster-scoped; from 1.30. */
  public static readonly RESOURCE_SLICES = new KubernetesResource('resource.k8s.io', 'resourceslices', false);
  /** `roles` of rbac.authorization.k8s.io, namespaced. */
  public static readonly ROLES = new KubernetesResource('rbac.authorization.k8s.io', 'roles', true);
  /** `rolebindings` of rbac.authorization.k8s.io, namespaced. */
  public static readonly ROLE_BINDINGS = new KubernetesResource('rbac.authorization.k8s.io', 'rolebindings', true);
  /** `runtimeclasses` of node.k8s.io, cluster-scoped. */
  public static readonly RUNTIME_CLASSES = new KubernetesResource('node.k8s.io', 'runtimeclasses', false);
  /** `secrets` of the core group, namespaced. */
  public static readonly SECRETS = new KubernetesResource('', 'secrets', true);
  /** `selfsubjectaccessreviews` of authorization.k8s.io, cluster-scoped. */
  public static readonly SELF_SUBJECT_ACCESS_REVIEWS = new KubernetesResource('authorization.k8s.io', 'selfsubjectaccessreviews', false);
  /** `selfsubjectreviews` of authentication.k8s.io, cluster-scoped. */
  public static readonly SELF_SUBJECT_REVIEWS = new KubernetesResource('authentication.k8s.io', 'selfsubjectreviews', false);
  /** `selfsubjectrulesreviews` of authorization.k8s.io, cluster-scoped. */
  public static readonly SELF_SUBJECT_RULES_REVIEWS = new KubernetesResource('authorization.k8s.io', 'selfsubjectrulesreviews', false);
  /** `services` of the core group, namespaced. */
  public static readonly SERVICES = new KubernetesResource('', 'services', true);
  /** `services/proxy` of the core group, namespaced. */
  public static readonly SERVICES_PROXY = new KubernetesResource('', 'services/proxy', true);
  /** `services/status` of the core group, namespaced. */
  public static readonly SERVICES_STATUS = new KubernetesResource('', 'services/status', true);
  /** `serviceaccounts` of the core group, namespaced. */
  public static readonly SERVICE_ACCOUNTS = new KubernetesResource('', 'serviceaccounts', true);
  /** `serviceaccounts` of authentication.k8s.io, to impersonate by the constrained verbs, namespaced; from 1.35. */
  public static readonly SERVICE_ACCOUNTS_AUTHENTICATION_K8S_IO = new KubernetesResource('authentication.k8s.io', 'serviceaccounts', true);
  /** `serviceaccounts/token` of the core group, namespaced. */
  public static readonly SERVICE_ACCOUNTS_TOKEN = new KubernetesResource('', 'serviceaccounts/token', true);
  /** `servicecidrs` of networking.k8s.io, cluster-scoped; from 1.29. */
  public static readonly SERVICE_CIDRS = new KubernetesResource('networking.k8s.io', 'servicecidrs', false);
  /** `servicecidrs/status` of networking.k8s.io, cluster-scoped; from 1.29. */
  public static readonly SERVICE_CIDRS_STATUS = new KubernetesResource('networking.k8s.io', 'servicecidrs/status', false);
  /** `signers` of certificates.k8s.io, whose names are those of signers; to approve, sign and attest, cluster-scoped. */
  public static readonly SIGNERS = new KubernetesResource('certificates.k8s.io', 'signers', false);
  /** `statefulsets` of apps, namespaced. */
  public static readonly STATEFUL_SETS = new KubernetesResource('apps', 'statefulsets', true);
  /** `statefulsets/scale` of apps, namespaced. */
  public static readonly STATEFUL_SETS_SCALE = new KubernetesResource('apps', 'statefulsets/scale', true);
  /** `statefulsets/status` of apps, namespaced. */
  public static readonly STATEFUL_SETS_STATUS = new KubernetesResource('apps', 'statefulsets/status', true);
  /** `storageclasses` of storage.k8s.io, cluster-scoped. */
  public static readonly STORAGE_CLASSES = new KubernetesResource('storage.k8s.io', 'storageclasses', false);
  /** `storageversionmigrations` of storagemigration.k8s.io, cluster-scoped; from 1.30. */
  public static readonly STORAGE_VERSION_MIGRATIONS = new KubernetesResource('storagemigration.k8s.io', 'storageversionmigrations', false);
  /** `storageversionmigrations/status` of storagemigration.k8s.io, cluster-scoped; from 1.30. */
  public static readonly STORAGE_VERSION_MIGRATIONS_STATUS = new KubernetesResource('storagemigration.k8s.io', 'storageversionmigrations/status', false);
  /** `subjectaccessreviews` of authorization.k8s.io, cluster-scoped. */
  public static readonly SUBJECT_ACCESS_REVIEWS = new KubernetesResource('authorization.k8s.io', 'subjectaccessreviews', false);
  /** `tokenreviews` of authentication.k8s.io, cluster-scoped. */
  public static readonly TOKEN_REVIEWS = new KubernetesResource('authentication.k8s.io', 'tokenreviews', false);
  /** `uids` of authentication.k8s.io, to impersonate, cluster-scoped. */
  public static readonly UIDS = new KubernetesResource('authentication.k8s.io', 'uids', false);
  /** `users` of the core group, to impersonate, cluster-scoped. */
  public static readonly USERS = new KubernetesResource('', 'users', false);
  /** `users` of authentication.k8s.io, to impersonate by the constrained verbs, cluster-scoped; from 1.35. */
  public static readonly USERS_AUTHENTICATION_K8S_IO = new KubernetesResource('authentication.k8s.io', 'users', false);
  /** `validatingadmissionpolicies` of admissionregistration.k8s.io, cluster-scoped. */
  public static readonly VALIDATING_ADMISSION_POLICIES = new KubernetesResource('admissionregistration.k8s.io', 'validatingadmissionpolicies', false);
  /** `validatingadmissionpolicies/status` of admissionregistration.k8s.io, cluster-scoped. */
  public static readonly VALIDATING_ADMISSION_POLICIES_STATUS = new KubernetesResource('admissionregistration.k8s.io', 'validatingadmissionpolicies/status', false);
  /** `validatingadmissionpolicybindings` of admissionregistration.k8s.io, cluster-scoped. */
  public static readonly VALIDATING_ADMISSION_POLICY_BINDINGS = new KubernetesResource('admissionregistration.k8s.io', 'validatingadmissionpolicybindings', false);
  /** `validatingwebhookconfigurations` of admissionregistration.k8s.io, cluster-scoped. */
  public static readonly VALIDATING_WEBHOOK_CONFIGURATIONS = new KubernetesResource('admissionregistration.k8s.io', 'validatingwebhookconfigurations', false);
  /** `volumeattachments` of storage.k8s.io, cluster-scoped. */
  public static readonly VOLUME_ATTACHMENTS = new KubernetesResource('storage.k8s.io', 'volumeattachments', false);
  /** `volumeattachments/status` of storage.k8s.io, cluster-scoped. */
  public static readonly VOLUME_ATTACHMENTS_STATUS = new KubernetesResource('storage.k8s.io', 'volumeattachments/status', false);
  /** `volumeattributesclasses` of storage.k8s.io, cluster-scoped; from 1.29. */
  public static readonly VOLUME_ATTRIBUTES_CLASSES = new KubernetesResource('storage.k8s.io', 'volumeattributesclasses', false);
  /** `workloads` of scheduling.k8s.io, namespaced; from 1.35. */
  public static readonly WORKLOADS = new KubernetesResource('scheduling.k8s.io', 'workloads', true);

  /**
   * Every resource of every group, subresources included.
   *
   * @returns what RBAC writes as `*` in `apiGroups` and in `resources`
   */
  public static all(): KubernetesResource {
    return new KubernetesResource('*', '*');
  }

  /**
   * Every resource of one group, subresources included.
   *
   * @param group The API group without a version; empty for the core group
   */
  public static allInGroup(group: string): KubernetesResource {
    refuseWrongArguments('KubernetesResource.allInGroup', { group: 'string' }, group);
    return new KubernetesResource(checkedGroup(group), '*');
  }

  /**
   * A resource by its names. In a group of Kubernetes itself it must be one that a supported version has: RBAC
   * would take any other silently and match nothing. What a distribution adds to such a group is `custom`.
   *
   * @param options What the resource is called
   */
  public static of(options: KubernetesResourceOptions): KubernetesResource {
    refuseWrongFields('KubernetesResourceOptions', options, 'KubernetesResource');
    const resource = KubernetesResource.custom(options);
    refuseUnknown(resource.group, resource.resource);
    return resource;
  }

  /**
   * A resource that Kubernetes itself need not know: one of a custom resource definition or of an aggregated
   * API, or one that a distribution adds. Its verbs are not checked. A kind, a singular or a short name of
   * kubectl is refused, since RBAC would take it silently and match nothing. What no supported Kubernetes has in one of its
   * own groups is a finding of `check` (`access-rule-idle`), until it is acknowledged with who asks about it.
   *
   * @param options What the resource is called
   */
  public static custom(options: KubernetesResourceOptions): KubernetesResource {
    refuseWrongFields('KubernetesResourceOptions', options, 'KubernetesResource');
    const group = checkedGroup(options?.group ?? '');
    const plural = checkedPlural(group, options?.resource);
    const known = findAuthorizable(group, plural);
    if (known && options.namespaced !== undefined && options.namespaced !== known.namespaced) {
      const scope = known.namespaced ? 'live in namespaces' : 'are cluster-scoped';
      throw invalidResource('namespaced', `${plural} ${scope}`, options.namespaced, 'leave it out');
    }
    const resource = new KubernetesResource(group, plural, known?.namespaced ?? (isKeyed(group, plural) ? false : options.namespaced));
    return options.subresource === undefined ? resource : resource.below(options.subresource);
  }

  /**
   * The extra field of a user, to impersonate: `userextras/KEY` of authentication.k8s.io.
   *
   * @param key The key in lower case, such as `scopes` or `example.com/project`
   */
  public static userExtra(key: string): KubernetesResource {
    refuseWrongArguments('KubernetesResource.userExtra', { key: 'string' }, key);
    if (typeof key !== 'string' || !/^[a-z0-9!#$&'+.^_`|~/-]+$/.test(key)) {
      throw invalidResource('userExtra', 'is not the key of an extra field: they are compared in lower case', key, 'write it in lower case, without spaces and `*`');
    }
    return new KubernetesResource('authentication.k8s.io', `userextras/${key}`, false);
  }

  /** The API group: empty for the core group, `*` for all. */
  public readonly group: string;

  /** The plural, followed by `/` and the subresource if there is one; `*` for all. */
  public readonly resource: string;

  /** Whether its objects live in namespaces; undefined where that is not known. */
  public readonly namespaced?: boolean;

  private constructor(group: string, resource: string, namespaced?: boolean) {
    this.group = group;
    this.resource = resource;
    this.namespaced = namespaced;
  }

  /**
   * A subresource of this resource; of a built-in one, those that a supported version has.
   *
   * @param name Such as `log`
   */
  public subresource(name: string): KubernetesResource {
    const subresource = this.below(name);
    refuseUnknown(subresource.group, subresource.resource);
    return subresource;
  }

  /**
   * As kubectl prints it: `pods/log`, `deployments.apps`, `deployments.apps/scale`.
   *
   * @returns the plural, the group unless it is the core group, and the subresource
   */
  public toString(): string {
    const slash = this.resource.indexOf('/');
    const plural = slash < 0 ? this.resource : this.resource.slice(0, slash);
    const rest = slash < 0 ? '' : this.resource.slice(slash);
    return `${plural}${this.group && `.${this.group}`}${rest}`;
  }

  private below(name: string): KubernetesResource {
    if (this.resource.includes('/')) {
      throw invalidResource('subresource', `${this.resource} is itself a subresource`, name, 'start from the resource');
    }
    checkSubresource(name);
    return new KubernetesResource(this.group, `${this.resource}/${name}`, this.namespaced);
  }
}
