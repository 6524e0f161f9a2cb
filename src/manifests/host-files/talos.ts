import { componentProblems } from './component-args';
import { embeddedProblems } from './embedded';
import { at, type HostProblem } from './host-problem';
import { isMap, mapAt, type Fields } from '../fields';
import { componentsIn, kubeletFlagProblems } from './kubeadm';
import { kubeletFieldProblems } from './kubelet-fields-of';
import { list } from './lists';
import { inside } from './nested';
import { releasesOf, talosFieldProblems } from './talos-fields';
import { tomlProblems } from './toml-text';
import type { FlaggedComponent } from '../../kubernetes/component-flags';
import { isSupportedMinor } from '../../kubernetes/minors';

/** A machine configuration of Talos: the one document, or those of 1.14 and newer. */
export function talosProblems(document: Fields, minor: number, beside?: Fields): HostProblem[] {
  if (document.kind === undefined) {
    const { machine, cluster } = document;
    const kubelet = mapAt(machine, 'kubelet');
    // During an upgrade the kubelet is older than the API server, whose image says what it knows.
    const server = SERVERS.map(name => minorOf(mapAt(cluster, name).image)).find(each => each !== undefined) ?? minor;
    return [
      ...talosFieldProblems(document, releasesOf(document, minor)),
      ...kubeletFieldProblems(kubelet.extraConfig, 'machine.kubelet.extraConfig', minor, 'talos').concat(seccomp(kubelet.extraConfig, 'machine.kubelet.extraConfig')),
      ...kubeletFlagProblems(kubelet.extraArgs, 'machine.kubelet.extraArgs', 'map', minor),
      ...isMap(cluster) && isMap(cluster.apiServer) ? below('cluster.apiServer.auditPolicy', embeddedProblems(cluster.apiServer.auditPolicy, server)) : [],
      ...isMap(cluster) ? componentsIn(cluster, 'cluster', 'map', server, 'talos') : [],
      ...list(isMap(machine) ? machine.files : undefined).flatMap((file, index) => isMap(file) && typeof file.content === 'string' && /^\/etc\/cri\/conf\.d\/.*\.part$/.test(String(file.path))
        ? inside(`machine.files[${index}].content`, tomlProblems(file.content, 3)) : []),
    ];
  }
  const component = TALOS_COMPONENTS[String(document.kind)];
  return [
    ...talosFieldProblems(document, releasesOf(document, minor, beside)),
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

const SERVERS = ['apiServer', 'controllerManager', 'scheduler'];

/** The minor that the tag of an image names, where it is one that is known here. */
function minorOf(image: unknown): number | undefined {
  const minor = Number(/:v1\.(\d+)/.exec(String(image))?.[1]);
  return isSupportedMinor(minor) ? minor : undefined;
}

/** Problems of a part, by their path in the whole. */
function below(path: string, problems: readonly HostProblem[]): HostProblem[] {
  return problems.map(problem => ({ ...problem, field: at(path, problem.field) }));
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
