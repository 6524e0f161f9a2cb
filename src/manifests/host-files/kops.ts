import { embeddedTextProblems } from './embedded';
import { fieldProblems, type Reader } from './fields';
import { at, type HostProblem } from './host-problem';
import { componentProblemsOf } from './kops-components';
import { containerdProblemsOf } from './kops-containerd';
import { unusedProblems } from './kops-unused';
import { list } from './lists';
import { inside } from './nested';
import { KOPS_FIELDS, KOPS_NEWEST } from '../../kubernetes/data/kops-fields';
import { meantBy } from '../../kubernetes/fields';
import { isMap, mapAt, type Fields } from '../fields';

/** The label by which an InstanceGroup names its cluster (pkg/apis/kops/instancegroup.go). */
export const KOPS_CLUSTER_LABEL = 'kops.k8s.io/cluster';

/** How many minors of Kubernetes below its own a kops still runs: 1.36 took 1.30 away, 1.37 takes 1.31 away (their release notes). */
const RUNS_OLDER = 5;

const KINDS = ['Cluster', 'InstanceGroup'];

/** The kind that was meant by one of kops' group that differs in a letter; undefined for those that are right, and for others of kops. */
export function kopsKindMeant(kind: unknown): string | undefined {
  return typeof kind !== 'string' || KINDS.includes(kind) ? undefined : meantBy(kind, KINDS);
}

/** A document of a kind that kops does not have. */
export function kopsKindProblems({ kind }: Fields): HostProblem[] {
  return [{ field: 'kind', value: kind, message: 'kops knows no such kind, and refuses the file', fix: `write ${kopsKindMeant(kind)!}` }];
}

/** Whether every field of a document is known here: kops runs no Kubernetes that is newer than itself. */
export function isWholeKopsDocument({ apiVersion, spec }: Fields): boolean {
  const { kubernetesVersion } = isMap(spec) ? spec : {} as Fields;
  return apiVersion === 'kops.k8s.io/v1alpha2' && !(Number(/^v?1\.(\d+)/.exec(String(kubernetesVersion))?.[1]) > KOPS_NEWEST);
}

/**
 * A Cluster or an InstanceGroup of kops, which refuses what it does not know (strict decoding), and what its validation forbids
 * (pkg/apis/kops/validation). A name that resembles none of a release known here may be a newer one's, and is told as such.
 *
 * @param minor of the Kubernetes that the cluster runs
 */
export function kopsProblems(document: Fields, minor: number): HostProblem[] {
  const { apiVersion, kind, spec } = document;
  const isCluster = kind === 'Cluster';
  if (apiVersion !== 'kops.k8s.io/v1alpha2' && apiVersion !== 'kops.k8s.io/v1alpha3') {
    return [{ field: 'apiVersion', value: apiVersion, message: 'kops knows no such version, and refuses the file', fix: 'write kops.k8s.io/v1alpha2' }];
  }
  const known = apiVersion === 'kops.k8s.io/v1alpha2' ? fieldProblems(KOPS_FIELDS, isCluster ? 'ClusterSpec' : 'InstanceGroupSpec', spec, 'spec', readerOf(document, minor)).map(withHint) : [];
  const found = isMap(spec) ? [
    ...isCluster ? clusterProblems(spec) : instanceGroupProblems(document, spec, minor),
    ...unusedProblems(isCluster ? 'ClusterSpec' : 'InstanceGroupSpec', spec, 'spec', minor),
    ...componentProblemsOf(spec, minor),
    ...list(spec.fileAssets).flatMap((file, index) => isMap(file) ? fileAssetProblems(file, `spec.fileAssets[${index}]`, minor) : []),
    ...['fileAssets', 'hooks'].flatMap(name => list(spec[name]).flatMap((each, index) => roleProblems(mapAt({ each }, 'each').roles, `spec.${name}[${index}].roles`, minor))),
    ...isCluster ? unreadProblems(spec) : [],
    ...containerdProblemsOf(spec.containerd, 'spec.containerd', minor),
  ] : [];
  // Of a field that is refused as it stands, nothing more is asked.
  return [...known, ...found.filter(({ field }) => !known.some(each => each.field === field))];
}

function readerOf(document: Fields, minor: number): Reader {
  const newest = `kops 1.${KOPS_NEWEST}`;
  return {
    unknown: 'kops knows no such field, and refuses the file',
    unsure: `${newest} and older know no such field, and refuse the file; of newer ones nothing is known here`,
    wrong: 'kops refuses the file',
    ...isWholeKopsDocument(document) ? {} : { isOpen: true },
    releases: { tool: 'kops', first: minor, last: Math.max(minor, Math.min(KOPS_NEWEST, minor + RUNS_OLDER)) },
  };
}

/**
 * Names that are written where they do not belong: of KubeletConfiguration, and of the API that is to follow v1alpha2, which messages
 * of kops already use (docs/cluster_spec.md and docs/instance_groups.md, "API Changes").
 */
const HINTS: ReadonlyArray<readonly [field: RegExp, fix: string]> = [
  [/ubelet\.serverTLSBootstrap$/, 'leave it out: kops-controller issues serving certificates'],
  [/ubelet\.(authentication|authorization)$/, 'use anonymousAuth, authenticationTokenWebhook and authorizationMode'],
  [/^spec\.controlPlaneKubelet$/, 'write masterKubelet'],
  [/^spec\.rootVolume$/, 'write rootVolumeSize, rootVolumeType and their like'],
  [/^spec\.tagSubnets$/, 'write DisableSubnetTags, which says the opposite'],
  [/^spec\.hooks\[\d+\]\.enabled$/, 'write disabled, which says the opposite'],
  [/^spec\.api\.(publicName|additionalSANs|access)$/, 'write masterPublicName, additionalSans and kubernetesApiAccess in spec'],
  [/^spec\.authentication\.oidc$/, 'write the fields of kubeAPIServer that begin with oidc'],
  [/^spec\.networking\.(subnets|topology|egressProxy|networkCIDR|networkID|podCIDR|nonMasqueradeCIDR|serviceClusterIPRange|additionalNetworkCIDRs)$/, 'write it in spec'],
  [/^spec\.networking\.isolateControlPlane$/, 'write isolateMasters in spec'],
  [/^spec\.networking\.gcp$/, 'write gce'],
  [/^spec\.networking\.cilium\.(masquerade|installIptablesRules)$/, 'write disableMasquerade or IPTablesRulesNoinstall, which say the opposite'],
];

function withHint(problem: HostProblem): HostProblem {
  const { unsure, ...sure } = problem;
  const hint = unsure ? HINTS.find(([field]) => field.test(problem.field)) : undefined;
  return hint === undefined ? problem : { ...sure, message: 'kops knows no such field here, and refuses the file', fix: hint[1] };
}

function clusterProblems(spec: Fields): HostProblem[] {
  const { gvisor } = mapAt(spec, 'containerd');
  return gvisor === undefined || gvisor === null ? [] : [{
    field: 'spec.containerd.gvisor', value: gvisor, message: 'kops takes it in an InstanceGroup of workers alone, and refuses it here', fix: 'write it into the InstanceGroups that need it',
  }];
}

/** Roles of v1alpha2; several at once, and those of single components, since kops 1.38 (AllInstanceGroupRoles). */
const ROLES = ['ControlPlane', 'Master', 'Node', 'Bastion', 'APIServer'];
const ROLES_SINCE_38 = ['Etcd', 'Scheduler', 'KubeControllerManager'];

function rolesOf(minor: number): readonly string[] {
  return [...ROLES, ...minor + RUNS_OLDER >= 38 ? ROLES_SINCE_38 : []];
}

/** Files and hooks come to the machines of the roles that they name; a name that is none is passed over. */
function roleProblems(roles: unknown, path: string, minor: number): HostProblem[] {
  return list(roles).flatMap((role, index): HostProblem[] => typeof role !== 'string' || rolesOf(minor).includes(role) ? []
    : [{ field: at(path, index), value: role, message: 'is no role: it reaches no machine by this name', fix: `write one of ${rolesOf(minor).join(', ')}` }]);
}

/** Roles on whose machines API servers run. */
const WITH_API_SERVER: ReadonlySet<unknown> = new Set(['ControlPlane', 'Master', 'APIServer']);

/** A file of the API server that comes to other machines alone. */
function unreadProblems(spec: Fields): HostProblem[] {
  const { auditPolicyFile } = mapAt(spec, 'kubeAPIServer');
  return list(spec.fileAssets).flatMap((file, index): HostProblem[] => {
    const { path, roles } = mapAt({ file }, 'file');
    return typeof path !== 'string' || path !== auditPolicyFile || !Array.isArray(roles) || roles.length === 0 || roles.some(role => WITH_API_SERVER.has(role)) ? [] : [{
      field: `spec.fileAssets[${index}].roles`, value: roles, message: 'leaves out the machines of API servers, which read this file by auditPolicyFile and stop without it', fix: 'add ControlPlane',
    }];
  });
}

function instanceGroupProblems({ metadata }: Fields, spec: Fields, minor: number): HostProblem[] {
  const cluster = mapAt(metadata, 'labels')[KOPS_CLUSTER_LABEL];
  const { role } = spec;
  const roles = typeof role === 'string' ? role.split(',').map(each => each.trim()).filter(each => each !== '') : [];
  const allowed = rolesOf(minor);
  const { gvisor } = mapAt(spec, 'containerd');
  return [
    ...typeof cluster === 'string' && cluster !== '' ? [] : [{
      field: 'metadata.labels', value: mapAt(metadata, 'labels'), message: `needs the label ${KOPS_CLUSTER_LABEL}: kops refuses a file with a group of no cluster`, fix: `write ${KOPS_CLUSTER_LABEL}: <name of the cluster>`,
    }],
    ...roles.length > 0 ? [] : [{ field: 'spec.role', value: role, message: 'must be set: kops refuses the group', fix: `write one of ${ROLES.join(', ')}` }],
    ...roles.filter(each => !allowed.includes(each)).map(each => ({ field: 'spec.role', value: each, message: 'is no role: kops refuses the group', fix: `write one of ${allowed.join(', ')}` })),
    ...mapAt({ gvisor }, 'gvisor').enabled !== true || roles.includes('Node') ? [] : [{
      field: 'spec.containerd.gvisor', value: gvisor, message: 'kops takes it for workers alone, and refuses it for another role', fix: 'leave it out',
    }],
  ];
}

/** Both are needed (validateFileAssetSpec); what is in base64 is read as well. */
function fileAssetProblems(file: Fields, path: string, minor: number): HostProblem[] {
  const { name, content, isBase64 } = file;
  const text = isBase64 === true && typeof content === 'string' ? Buffer.from(content, 'base64').toString('utf8') : content;
  return [
    ...Object.entries({ name, content }).filter(([, value]) => value === undefined || value === null || value === '')
      .map(([field, value]) => ({ field: at(path, field), value, message: 'must be set: kops refuses the file', fix: `write ${field}` })),
    ...inside(at(path, 'content'), embeddedTextProblems(text, minor)),
  ];
}
