/** The least and the greatest number that a kubelet takes; one that is left out has no bound but that of its type. */
export interface NumberRange {
  readonly least: number;
  readonly most?: number;
}

/**
 * Numbers of KubeletConfiguration that the kubelet's validation bounds (pkg/kubelet/apis/config/validation/validation.go, the same in
 * 1.28 and 1.37 but where a minor is named). Beyond them it stops at its start. Zero is the default of fields that have one, and always passes.
 */
export const KUBELET_RANGES: Readonly<Record<string, NumberRange>> = {
  eventBurst: { least: 0 },
  eventRecordQPS: { least: 0 },
  healthzPort: { least: 0, most: 65535 },
  imageGCHighThresholdPercent: { least: 0, most: 100 },
  imageGCLowThresholdPercent: { least: 0, most: 100 },
  kubeAPIBurst: { least: 0 },
  kubeAPIQPS: { least: 0 },
  maxOpenFiles: { least: 0 },
  maxParallelImagePulls: { least: 1 },
  maxPods: { least: 0 },
  nodeLeaseDurationSeconds: { least: 0 },
  nodeStatusMaxImages: { least: -1 },
  oomScoreAdj: { least: -1000, most: 1000 },
  podsPerCore: { least: 0 },
  port: { least: 0, most: 65535 },
  readOnlyPort: { least: 0, most: 65535 },
  registryBurst: { least: 0 },
  registryPullQPS: { least: 0 },
};

/** Texts of KubeletConfiguration that are one of a few words; the kubelet stops at any other. The empty text is the default. */
export const KUBELET_WORDS: Readonly<Record<string, readonly string[]>> = {
  hairpinMode: ['none', 'hairpin-veth', 'promiscuous-bridge'],
  imagePullCredentialsVerificationPolicy: ['NeverVerify', 'NeverVerifyPreloadedImages', 'NeverVerifyAllowlistedImages', 'AlwaysVerify'],
  tlsMinVersion: ['VersionTLS10', 'VersionTLS11', 'VersionTLS12', 'VersionTLS13'],
  topologyManagerPolicy: ['none', 'best-effort', 'restricted', 'single-numa-node'],
  topologyManagerScope: ['container', 'pod'],
};

/** Cipher suites that a kubelet takes by name (k8s.io/component-base cli/flag/ciphersuites_flag.go, crypto/tls); it stops at any other. */
export const KUBELET_CIPHER_SUITES: ReadonlySet<string> = new Set([
  'TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256',
  ...['ECDHE_ECDSA', 'ECDHE_RSA'].flatMap(key => [
    'AES_128_CBC_SHA', 'AES_256_CBC_SHA', 'AES_128_GCM_SHA256', 'AES_256_GCM_SHA384', 'CHACHA20_POLY1305_SHA256', 'CHACHA20_POLY1305', 'AES_128_CBC_SHA256',
  ].map(suite => `TLS_${key}_WITH_${suite}`)),
  ...['AES_128_CBC_SHA', 'AES_256_CBC_SHA', 'AES_128_GCM_SHA256', 'AES_256_GCM_SHA384', '3DES_EDE_CBC_SHA', 'RC4_128_SHA', 'AES_128_CBC_SHA256'].map(suite => `TLS_RSA_WITH_${suite}`),
  'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA', 'TLS_ECDHE_RSA_WITH_RC4_128_SHA', 'TLS_ECDHE_ECDSA_WITH_RC4_128_SHA',
]);
