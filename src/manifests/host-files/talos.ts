import { componentProblems } from './component-args';
import { embeddedProblems } from './embedded';
import { fieldProblems, releaseGap, type Reader, type Releases } from './fields';
import { at, type HostProblem } from './host-problem';
import { isMap, type Fields } from '../fields';
import { componentsIn, kubeletFlagProblems } from './kubeadm';
import { kubeletFieldProblems } from './kubelet-fields-of';
import { list } from './lists';
import { inside } from './nested';
import { tomlProblems } from './toml-text';
import type { FlaggedComponent } from '../../kubernetes/component-flags';
import { TALOS_FIELDS } from '../../kubernetes/data/talos-fields';
import { fieldsOf, meantBy } from '../../kubernetes/fields';

/** A machine configuration of Talos: the one document, or those of 1.14 and newer. */
export function talosProblems(document: Fields, minor: number): HostProblem[] {
  if (document.kind === undefined) {
    const { machine, cluster } = document;
    const kubelet = isMap(machine) && isMap(machine.kubelet) ? machine.kubelet : {};
    return [
      ...withoutPatch(fieldProblems(TALOS_FIELDS, 'Config', document, '', readerOf(releasesOf(document, minor)))),
      ...kubeletFieldProblems(kubelet.extraConfig, 'machine.kubelet.extraConfig', minor, 'talos').concat(seccomp(kubelet.extraConfig, 'machine.kubelet.extraConfig')),
      ...kubeletFlagProblems(kubelet.extraArgs, 'machine.kubelet.extraArgs', 'map', minor),
      ...isMap(cluster) && isMap(cluster.apiServer) ? below('cluster.apiServer.auditPolicy', embeddedProblems(cluster.apiServer.auditPolicy, minor)) : [],
      ...isMap(cluster) ? componentsIn(cluster, 'cluster', 'map', minor, 'talos') : [],
      ...list(isMap(machine) ? machine.files : undefined).flatMap((file, index) => isMap(file) && typeof file.content === 'string' && /^\/etc\/cri\/conf\.d\/.*\.part$/.test(String(file.path))
        ? inside(`machine.files[${index}].content`, tomlProblems(file.content, 3)) : []),
    ];
  }
  const component = TALOS_COMPONENTS[String(document.kind)];
  return [
    ...kindProblems(document, releasesOf(document, minor)),
    ...component === undefined ? [] : componentProblems(component, document.extraArgs, 'extraArgs', 'map', minor, 'talos'),
    ...document.kind === 'KubeAPIServerConfig' ? deniedProblems(document.extraArgs) : [],
    ...document.kind === 'KubeletConfig' ? [
      ...kubeletFieldProblems(document.config, 'config', minor, 'talos').concat(seccomp(document.config, 'config')),
      ...kubeletFlagProblems(document.extraArgs, 'extraArgs', 'map', minor),
    ] : [],
    ...document.kind === 'KubeAuthenticationConfig' ? below('configuration', embeddedProblems(document.configuration, minor)) : [],
    ...document.kind === 'KubeEtcdEncryptionConfig' && isMap(document.config)
      ? below('config', embeddedProblems({ apiVersion: 'apiserver.config.k8s.io/v1', kind: 'EncryptionConfiguration', ...document.config }, minor)) : [],
    ...document.kind === 'KubeAuditPolicyConfig' ? below('configuration', embeddedProblems(document.configuration, minor)) : [],
    ...document.kind === 'CRICustomizationConfig' && typeof document.content === 'string' ? inside('content', tomlProblems(document.content, 3)) : [],
  ];
}

/** The minors of Kubernetes that each minor of Talos runs (pkg/machinery/compatibility; 1.14 as its releases before). */
const RUNS: ReadonlyArray<readonly [talos: number, first: number, last: number]> = [
  [5, 26, 28], [6, 24, 29], [7, 25, 30], [8, 26, 31], [9, 27, 32], [10, 28, 33], [11, 29, 34], [12, 30, 35], [13, 31, 36], [14, 32, 37],
];

/** The minors of Talos that may read a document: that of its installer's image, else those that run its minor of Kubernetes. */
function releasesOf({ machine }: Fields, minor: number): Releases {
  const install = isMap(machine) && isMap(machine.install) ? machine.install : {};
  const named = Number(/:v1\.(\d+)\.\d+/.exec(String(install.image))?.[1] ?? NaN);
  const able = RUNS.filter(([talos, first, last]) => Number.isNaN(named) ? first <= minor && minor <= last : talos === named).map(([talos]) => talos);
  // Of a release that is older or newer than the tables nothing more is known than of the next.
  return { tool: 'Talos', first: able[0] ?? (named < 5 ? 5 : NEWEST), last: able.at(-1) ?? (named < 5 ? 5 : NEWEST) };
}

const NEWEST = 14;
/** Documents of which 1.14 has fields that are not in the tables. */
const OPEN = /^(Document|network|runtime|storage|hardware|security|siderolink)(\.|$)/;

/** Whether every field of a document is known here, whatever the release. */
export function isWholeTalosDocument({ kind }: Fields): boolean {
  const struct = kind === undefined ? 'Config' : fieldsOf(TALOS_FIELDS, 'Document')!.get(String(kind))?.struct;
  return struct !== undefined && !OPEN.test(struct);
}

function readerOf(releases: Releases): Reader {
  return {
    unknown: 'Talos knows no such field, and refuses the configuration',
    wrong: 'Talos refuses the configuration',
    isYaml11: true,
    releases,
    ...releases.last >= NEWEST ? { open: OPEN } : {},
  };
}

/** `$patch: delete` is no field: in a patch it takes away what stands beside it. */
function withoutPatch(problems: readonly HostProblem[]): HostProblem[] {
  return problems.filter(({ field, value }) => !/(^|\.)\$patch$/.test(field) || value !== 'delete');
}

/** Problems of a part, by their path in the whole. */
function below(path: string, problems: readonly HostProblem[]): HostProblem[] {
  return problems.map(problem => ({ ...problem, field: at(path, problem.field) }));
}

/** A document of a kind that no release has, or of one with fields that its kind does not have. */
function kindProblems(document: Fields, releases: Releases): HostProblem[] {
  const kind = String(document.kind);
  const kinds = fieldsOf(TALOS_FIELDS, 'Document')!;
  const known = kinds.get(kind);
  if (known === undefined) {
    const meant = meantBy(kind, kinds.keys(), releases.last >= NEWEST ? 1 : undefined);
    return meant === undefined && releases.last >= NEWEST ? []
      : [{ field: 'kind', value: kind, message: 'Talos knows no such document, and refuses the configuration', fix: meant === undefined ? 'leave it out' : `write ${meant}` }];
  }
  const gap = releaseGap(known, releases);
  return gap !== undefined ? [{ field: 'kind', value: kind, ...gap }]
    : known.struct === undefined ? [] : withoutPatch(fieldProblems(TALOS_FIELDS, known.struct, document, '', readerOf(releases)));
}

const TALOS_COMPONENTS: Readonly<Record<string, FlaggedComponent>> = {
  KubeAPIServerConfig: 'kube-apiserver', KubeControllerManagerConfig: 'kube-controller-manager', KubeSchedulerConfig: 'kube-scheduler',
};

/**
 * What a document of its own says in 1.14, flags may not (KubeAPIServerConfigV1Alpha1.validateArgs); others are denied by the table
 * of capabilities.
 */
const DENIED: ReadonlyArray<readonly [flags: RegExp, document: string]> = [
  [/^(anonymous-auth|oidc-|authentication-config)/, 'KubeAuthenticationConfig'], [/^authorization-(mode|webhook-)/, 'KubeAuthorizerConfig'],
];

function deniedProblems(args: unknown): HostProblem[] {
  return Object.keys(isMap(args) ? args : {}).flatMap(flag => DENIED.filter(([flags]) => flags.test(flag)).map(([, document]): HostProblem => (
    { field: at('extraArgs', flag), value: (args as Fields)[flag], message: 'Talos refuses this flag here', fix: `say it in a document ${document}` })));
}

function seccomp(fields: unknown, path: string): HostProblem[] {
  return isMap(fields) && fields.seccompDefault !== undefined
    ? [{ field: at(path, 'seccompDefault'), value: fields.seccompDefault, message: 'Talos refuses this field here', fix: 'set defaultRuntimeSeccompProfileEnabled beside it' }] : [];
}
