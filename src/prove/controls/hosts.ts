import { decided, type ControlEvidence, type Judge } from './evidence';
import { failed, unknown } from './outcome';
import { settingsIn } from './settings';
import { capabilityOf } from '../../kubernetes/distributions';
import { parseGoDuration } from '../../manifests/go-duration';
import { shown } from '../../manifests/problem';

/** Whether a value meets a control: why not, or undefined when it does. */
type Test = (value: unknown) => string | undefined;

/**
 * A setting of machines. What no file sets is left to whoever sets up the machines, and unknown; what the provider does is
 * managed. Where several files set it, each must meet the control.
 */
function setting(name: string, test: Test, met: string, unset?: (evidence: ControlEvidence) => string | undefined): Judge {
  return evidence => {
    const values = settingsIn(evidence).get(name) ?? [];
    const misses = values.flatMap(({ value, ...place }) => {
      const message = test(value);
      return message === undefined ? [] : [{ id: 'control-missed' as const, field: name, value: shown(value), message, ...place }];
    });
    if (misses.length > 0) {
      return failed(misses);
    }
    if (values.length > 0) {
      return { ...decided(evidence, met), findings: [] };
    }
    const { distribution, minor } = evidence;
    const cell = distribution === undefined ? undefined : capabilityOf({ distribution, minor }, name);
    if (cell?.can === 'managed') {
      return { verdict: 'managed', because: cell.how, findings: [] };
    }
    const byDefault = settingsIn(evidence).size === 0 ? undefined : unset?.(evidence);
    return byDefault !== undefined ? { verdict: 'clean', because: byDefault, findings: [] } : unknown(`no file sets ${name}`);
  };
}

const flag = (name: string, test: Test, met = `--${name} is set so`, unset?: Parameters<typeof setting>[3]) => setting(`kube-apiserver --${name}`, test, met, unset);
const field = (name: string, test: Test, met = `${name} is set so`, unset?: Parameters<typeof setting>[3]) => setting(`kubelet ${name}`, test, met, unset);

const is = (wanted: unknown): Test => value => String(value) === String(wanted) ? undefined : `is not ${String(wanted)}`;
const isText: Test = value => typeof value === 'string' && value.trim() !== '' ? undefined : 'is empty';
const atLeast = (least: number): Test => value => Number.isFinite(Number(value)) && String(value).trim() !== '' && Number(value) >= least ? undefined : `is less than ${least}`;
const lists = (name: string): Test => value => String(value).split(',').map(each => each.trim()).includes(name) ? undefined : `does not list ${name}`;

/** Forward secrecy, and encryption that authenticates: what RFC 9325 recommends of TLS 1.2, and every suite of TLS 1.3. */
const STRONG = /^(TLS_ECDHE_(ECDSA|RSA)_WITH_(AES_(128|256)_GCM_SHA(256|384)|CHACHA20_POLY1305(_SHA256)?)|TLS_(AES_(128|256)_GCM_SHA(256|384)|CHACHA20_POLY1305_SHA256))$/;
const strongSuites: Test = value => {
  const names = (Array.isArray(value) ? value.map(String) : String(value).split(',')).map(each => each.trim());
  const weak = names.find(name => !STRONG.test(name));
  return weak === undefined ? undefined : `lists ${weak === '' ? 'no suite' : weak}, which is no strong suite`;
};

/** From 1.36 on the API server has good defaults, once there is a log (kube-apiserver reference, audit flags). */
const defaultSince36 = (what: string) => (evidence: ControlEvidence) =>
  evidence.minor >= 36 && (settingsIn(evidence).get('kube-apiserver --audit-log-path') ?? []).length > 0 ? `nothing sets it, and the default since 1.36 is ${what}` : undefined;

const notOff = (gate: string): Test => value => {
  const off = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[gate] === false : new RegExp(`(^|,)\\s*${gate}=false`, 'i').test(String(value));
  return off ? `turns ${gate} off` : undefined;
};

const duration: Test = value => {
  const seconds = parseGoDuration(String(value));
  return seconds !== undefined && seconds <= 8760 * 3600 ? undefined : 'is longer than a year, or no duration';
};

const either = (first: Judge, second: Judge): Judge => evidence => {
  const outcome = first(evidence);
  const other = outcome.verdict === 'unknown' ? second(evidence) : outcome;
  return other.verdict === 'unknown' ? outcome : other;
};

/** Settings of API servers, controller managers and kubelets. */
export const HOST_JUDGES: Readonly<Record<string, Judge>> = {
  'adm.image-policy': flag('enable-admission-plugins', lists('ImagePolicyWebhook')),
  'api.no-anonymous': flag('anonymous-auth', is('false')),
  'api.kubelet-ca': flag('kubelet-certificate-authority', isText, 'the API server verifies kubelets'),
  'api.authz-node': flag('authorization-mode', lists('Node')),
  'api.authz-rbac': flag('authorization-mode', lists('RBAC')),
  'api.node-restriction': flag('enable-admission-plugins', lists('NodeRestriction')),
  'api.audit-log-path': flag('audit-log-path', isText, 'there is an audit log'),
  'api.audit-maxage': flag('audit-log-maxage', atLeast(30), 'the log is kept for 30 days or more', defaultSince36('366 days')),
  'api.audit-maxbackup': flag('audit-log-maxbackup', atLeast(10), '10 files or more are kept', defaultSince36('100 files')),
  'api.audit-maxsize': flag('audit-log-maxsize', atLeast(100), 'a file holds 100 MB or more', defaultSince36('100 MB')),
  'api.encryption-config': flag('encryption-provider-config', isText, 'encryption at rest is configured'),
  'api.ciphers': flag('tls-cipher-suites', strongSuites, 'only strong suites are listed'),
  'api.sa-extend-expiration': flag('service-account-extend-token-expiration', is('false')),
  'kcm.rotate-kubelet-server': setting('kube-controller-manager --feature-gates', notOff('RotateKubeletServerCertificate'), 'the gate is not turned off',
    () => 'nothing turns off the gate, which is on since 1.12'),
  'kcm.sa-credentials': setting('kube-controller-manager --use-service-account-credentials', is('true'), 'each controller has an account of its own'),
  'kcm.signing-duration': setting('kube-controller-manager --cluster-signing-duration', duration, 'certificates are signed for a year at most'),
  'kubelet.no-anonymous': field('authentication.anonymous.enabled', is(false)),
  'kubelet.authz-webhook': field('authorization.mode', is('Webhook')),
  'kubelet.client-ca': field('authentication.x509.clientCAFile', isText),
  'kubelet.read-only-port': field('readOnlyPort', is(0)),
  'kubelet.streaming-timeout': field('streamingConnectionIdleTimeout', value => parseGoDuration(String(value)) === 0 ? 'never ends' : undefined),
  'kubelet.iptables-util': field('makeIPTablesUtilChains', is(true)),
  'kubelet.event-qps': field('eventRecordQPS', value => Number(value) === 0 || Number(value) >= 1 ? undefined : 'drops events'),
  'kubelet.tls-cert': either(field('serverTLSBootstrap', is(true), 'the cluster signs serving certificates'), field('tlsCertFile', isText)),
  'kubelet.rotate-certificates': field('rotateCertificates', is(true)),
  'kubelet.rotate-server': field('serverTLSBootstrap', is(true), 'kubelets ask for serving certificates, and again before they end'),
  'kubelet.ciphers': field('tlsCipherSuites', strongSuites, 'only strong suites are listed'),
  'kubelet.pod-pids': field('podPidsLimit', atLeast(1)),
  'kubelet.seccomp-default': field('seccompDefault', is(true)),
  'kubelet.protect-kernel-defaults': field('protectKernelDefaults', is(true)),
  'kubelet.image-pull-credentials': field('imagePullCredentialsVerificationPolicy', value =>
    ['NeverVerifyPreloadedImages', 'AlwaysVerify'].includes(String(value)) ? undefined : 'lets pods use images that others pulled'),
};
