import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'yaml';
import { renderHosts } from '../../../src/deliver/hosts';
import { NO_HOSTS } from '../../../src/deliver/hosts-model';
import { kubeletFlag } from '../../../src/kubernetes/kubelet-fields';
import { goDuration, parseGoDuration } from '../../../src/manifests/go-duration';
import { modelOf } from '../support';

/** What a file means, whatever tool reads it: flags of components, fields of the kubelet, the audit policy. */
interface Meaning {
  readonly flags: Record<string, string>;
  readonly kubelet: Record<string, unknown>;
  readonly policy?: unknown;
}

type Json = Record<string, any>;

const FIELD_BY_FLAG = new Map(['seccompDefault', 'protectKernelDefaults', 'tlsMinVersion', 'podPidsLimit'].map(field => [kubeletFlag(field)!, field]));
const KOPS: Record<string, string> = {
  auditLogPath: 'audit-log-path',
  auditLogMaxAge: 'audit-log-maxage',
  auditLogMaxBackups: 'audit-log-maxbackup',
  auditLogMaxSize: 'audit-log-maxsize',
  auditPolicyFile: 'audit-policy-file',
  ClusterSigningDuration: 'cluster-signing-duration',
};

/** Walks documents and all that is nested in them as text. */
function meaningOf(text: string): Meaning {
  const meaning: { flags: Record<string, string>; kubelet: Record<string, unknown>; policy?: unknown } = { flags: {}, kubelet: {} };
  const flag = (name: string, value: unknown) => {
    const seconds = parseGoDuration(String(value));
    meaning.flags[name] = seconds !== undefined && name === 'cluster-signing-duration' ? goDuration(seconds) : String(value);
  };
  const field = (name: string, value: unknown) => {
    meaning.kubelet[FIELD_BY_FLAG.get(name) ?? name] = value === 'true' ? true : value;
  };
  const walk = (value: unknown, key: string): void => {
    if (typeof value === 'string' && /^\s*([\w"']+:|\{)/.test(value) && value.includes('kind')) {
      yaml.parseAllDocuments(value).forEach(each => walk(each.toJS(), key));
    } else if (Array.isArray(value)) {
      value.forEach(each => walk(each, key));
    } else if (typeof value === 'object' && value !== null) {
      const { apiVersion: _, kind, ...rest } = value as Json;
      if (kind === 'Policy') {
        meaning.policy = value;
        return;
      }
      if (kind === 'KubeletConfiguration' || ['extraConfig', 'values'].includes(key) || (key === 'config' && !('kubelet' in rest)) || (key === 'kubelet' && 'rotateCertificates' in rest)) {
        Object.entries(rest).forEach(([name, inner]) => field(name, inner));
        return;
      }
      for (const [name, inner] of Object.entries(rest)) {
        if (name === 'extraArgs') {
          const args: Array<[string, unknown]> = Array.isArray(inner) ? inner.map((each: Json) => [each.name, each.value])
            : Object.entries(inner as Json);
          args.forEach(([arg, to]) => flag(arg, to));
        } else if (/-arg\+?$/.test(name)) {
          (inner as string[]).forEach(arg => (name.startsWith('kubelet') ? field : flag)(arg.split('=')[0]!, arg.split('=').slice(1).join('=')));
        } else if (name in KOPS) {
          flag(KOPS[name]!, inner);
        } else if (name === 'audit-policy-file') {
          flag(name, inner);
        } else if (name === 'defaultRuntimeSeccompProfileEnabled') {
          field('seccompDefault', inner);
        } else if (name === 'protect-kernel-defaults') {
          field('protectKernelDefaults', inner);
        } else {
          walk(inner, name);
        }
      }
    }
  };
  yaml.parseAllDocuments(text).forEach(each => walk(each.toJS(), ''));
  return meaning;
}

/** Fields of the kubelet in the words of the tool, back in its own. */
function ownFields({ anonymousAuth, authenticationTokenWebhook, authorizationMode, ...fields }: Json): Json {
  const authentication = { anonymous: { enabled: anonymousAuth }, webhook: { enabled: authenticationTokenWebhook } };
  return {
    ...fields,
    ...anonymousAuth === undefined ? {} : { authentication },
    ...authorizationMode === undefined ? {} : { authorization: { mode: authorizationMode } },
  };
}

test.each<[file: string, distribution: string, minor: number, version: string]>([
  ['kubeadm-v1beta3', 'kubeadm', 30, ''], ['kubeadm-v1beta4', 'kubeadm', 36, ''], ['kind', 'kind', 36, ''],

  ['talos-1.13', 'talos', 36, '1.13'], ['talos-1.14', 'talos', 36, '1.14'],
  ['kops', 'kops', 36, ''], ['capi-kcp', 'clusterApi', 36, 'v1beta2'], ['capi-kct', 'clusterApi', 36, 'v1beta2'], ['k0s', 'k0s', 36, ''], ['eks-nodeadm', 'eks', 36, ''],
  ['k3s-config', 'k3s', 31, ''], ['rke2-config', 'rke2', 36, ''],
])('the example %s, asked of us, is rendered with the same meaning', (file, distribution, minor, version) => {
  const asked = meaningOf(readFileSync(join(__dirname, '../../manifests/host-files/examples', `${file}.yaml`), 'utf8'));
  expect(Object.keys(asked.flags).length + Object.keys(asked.kubelet).length).toBeGreaterThan(1);
  const { 'cluster-signing-duration': lifetime, ...apiServerFlags } = asked.flags;
  // The supervisor of k3s and RKE2 issues certificates of kubelets itself, so that this flag is not ours to write there.
  const isSupervised = distribution === 'k3s' || distribution === 'rke2';
  const path = apiServerFlags['audit-policy-file'] ?? '/etc/kubernetes/policies/audit-policy.yaml';
  const model = modelOf({
    distribution,
    minor,
    hosts: {
      ...NO_HOSTS,
      controlPlane: {
        ...NO_HOSTS.controlPlane,
        apiServerFlags: { ...apiServerFlags, ...asked.policy === undefined ? {} : { 'audit-policy-file': path } },
        controllerManagerFlags: lifetime === undefined ? {} : { 'cluster-signing-duration': lifetime },
        files: asked.policy === undefined ? [] : [{ path, content: yaml.stringify(asked.policy) }],
      },
      kubelet: ownFields(asked.kubelet),
    },
  });
  const files = renderHosts({ ...model, target: { ...model.target, ...version === '' ? {} : { version } } });
  const made = meaningOf([...files].filter(([name]) => /\.(ya?ml|conf)$/.test(name) && !name.includes('systemd')).map(([, text]) => text).join('\n---\n'));
  const { 'cluster-signing-duration': own, ...rest } = made.flags;
  expect({ ...rest, ...own === undefined ? {} : { 'cluster-signing-duration': own } }).toEqual({ ...apiServerFlags, ...isSupervised || lifetime === undefined ? {} : { 'cluster-signing-duration': lifetime } });
  expect(ownFields(made.kubelet)).toEqual(ownFields(asked.kubelet));
  expect(made.policy).toEqual(asked.policy);
});
