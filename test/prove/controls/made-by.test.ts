import * as kplus from 'cdk8s-plus-27';
import { proveModel } from '../../../src/engine/prove';
import { PROFILES, type ProfileName } from '../../../src/kubernetes/controls';
import { CONTROLS } from '../../../src/kubernetes/data/controls';
import { NOT_JUDGED } from '../../../src/prove/controls/judge';
import { MADE_BY } from '../../../src/prove/controls/made-by';
import type { ControlResult } from '../../../src/prove/controls/outcome';
import { promises } from '../../../src/prove/controls/promises';
import { clusterOn } from '../../constructs/nodes/support';
import { modelOf } from '../../constructs/support';
import * as bulwark from 'cdk8s-bulwark';

const {
  AuditBaseline, AuditLogBackend, ControlPlaneSettings, HardenedCronJob, ImagePinning, KubeletCertificateRotation, KubeletHardening,
  KubernetesResource, PodHardening, ReadOnlyRole, SecuredNamespace, Subject,
} = bulwark;

const RESOURCES = { cpuRequest: '100m', cpuLimit: '1', memoryRequest: '64Mi', memoryLimit: '128Mi' };

/** One cluster with all that the table names, beside a workload and somebody who reads. */
function judged(): ReadonlyMap<string, ControlResult> {
  const prod = clusterOn('kubeadm', '1.33'); // later ones time idle streams out by themselves
  const shop = new SecuredNamespace(prod, 'shop', {
    quota: { cpuRequests: '4', pods: 20 }, containerDefaults: RESOURCES,
  });
  const image = `web@sha256:${'0'.repeat(64)}`;
  const web = new kplus.Deployment(shop, 'web', { containers: [{ image, portNumber: 8080, securityContext: { user: 1000 } }] });
  new HardenedCronJob(shop, 'nightly', {
    schedule: '0 3 * * *',
    timeZone: 'Etc/UTC',
    container: { image, runAsUser: 1000, resources: RESOURCES },
  });
  new PodHardening(shop, 'hardening', { workloads: web, images: ImagePinning.DIGEST, resources: RESOURCES });
  new ReadOnlyRole(shop, 'pod-reader', { resources: [KubernetesResource.PODS], subjects: [Subject.user('jane')] });
  new AuditBaseline(prod, 'audit', { backends: [new AuditLogBackend(prod, 'log')] });
  new KubeletHardening(prod, 'kubelets', { clientCertificateAuthority: '/etc/kubernetes/pki/ca.crt' });
  new KubeletCertificateRotation(prod, 'certificates', { serving: { approvedBy: 'a controller of the platform team' } });
  new ControlPlaneSettings(prod, 'control-plane', {
    encryption: { kms: { name: 'vault', endpoint: 'unix:///run/kms/vault.sock' } },
    apiServerFlags: {
      'anonymous-auth': 'false',
      'enable-admission-plugins': 'NodeRestriction',
      'tls-cipher-suites': 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
      'service-account-extend-token-expiration': 'false',
    },
    controllerManagerFlags: { 'use-service-account-credentials': 'true' },
  });
  // The STIG wants more of an audit policy than CIS, under the same id of ours.
  const { controls } = proveModel(modelOf(prod), ['stig-v2r6', ...Object.keys(PROFILES).filter(name => name !== 'stig-v2r6') as ProfileName[]]);
  return new Map(controls.flatMap(({ results }) => results).map(result => [result.control.row.id, result]));
}

test('what the table says that constructs make meets the control', () => {
  const results = judged();
  const unmet = Object.keys(MADE_BY).filter(id => !NOT_JUDGED.has(id)).map(id => [id, results.get(id)?.verdict, results.get(id)?.because])
    .filter(([, verdict]) => verdict !== 'proved' && verdict !== 'clean');
  expect(unmet).toEqual([]);
});

test('every construct that it names is one, and every id a control', () => {
  const ids = new Set(CONTROLS.map(({ id }) => id));
  expect(Object.keys(MADE_BY).filter(id => !ids.has(id))).toEqual([]);
  expect([...new Set(Object.values(MADE_BY).flat())].filter(name => !(name in bulwark))).toEqual([]);
});

test('a guarantee belongs to the controls that ask for the same, and to no other', () => {
  const kept = (predicate: Parameters<typeof promises>[1]) => CONTROLS.filter(({ id }) => promises(id, predicate)).map(({ id }) => id);
  expect(kept({ kind: 'kubelet-certificates', lifetimeSeconds: 1, serving: true }).sort())
    .toEqual(['kcm.rotate-kubelet-server', 'kubelet.rotate-certificates', 'kubelet.rotate-server', 'kubelet.tls-cert']);
  expect(kept({ kind: 'audit-rules-reachable' })).toEqual(['audit.policy-exists']);
  expect(kept({ kind: 'cannot', subjects: [], verbs: [], group: '', resource: 'pods' })).toEqual([]);
});
