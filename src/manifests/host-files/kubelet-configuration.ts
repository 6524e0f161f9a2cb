import { at, type HostProblem } from './host-problem';
import { gateGap } from '../../kubernetes/feature-gates';
import { kubeletFieldGap, kubeletStruct, withoutEffect } from '../../kubernetes/kubelet-fields';
import { KUBELET_CIPHER_SUITES, KUBELET_RANGES, KUBELET_WORDS } from '../../kubernetes/kubelet-values';
import { isMap, type Fields } from '../fields';
import { isGoDuration } from '../go-duration';

/**
 * What a kubelet of a minor would refuse in its configuration, or drop from it: for an unknown field it falls back
 * to lenient decoding with a line in its log (kubernetes#83204), so that a misspelt or too new security field is
 * silently not applied.
 *
 * @param config the document, or what a distribution lets one write of it
 * @param path of `config` in its document
 */
export function kubeletProblems(config: Fields, minor: number, path = ''): HostProblem[] {
  return [...structProblems('KubeletConfiguration', config, minor, path), ...meaningProblems(config, path)];
}

/** A whole document: its version as well. */
export function kubeletDocumentProblems(document: Fields, minor: number): HostProblem[] {
  return [
    ...document.apiVersion === 'kubelet.config.k8s.io/v1beta1' ? []
      : [{ field: 'apiVersion', value: document.apiVersion, message: 'no kubelet knows this version of its configuration, and it stops at its start', fix: 'write kubelet.config.k8s.io/v1beta1' }],
    ...kubeletProblems(document, minor),
  ];
}

function structProblems(struct: string, value: Fields, minor: number, path: string): HostProblem[] {
  return Object.entries(value).flatMap(([name, inner]): HostProblem[] => {
    const field = at(path, name);
    if (struct === 'KubeletConfiguration' && (name === 'apiVersion' || name === 'kind')) {
      return [];
    }
    const gap = kubeletFieldGap(struct, name, minor);
    if (gap) {
      return [{ field, value: inner, message: gap.reason, fix: gap.fix }];
    }
    const dead = struct === 'KubeletConfiguration' ? withoutEffect(name, minor) : undefined;
    const { type } = kubeletStruct(struct)!.get(name)!;
    return [
      ...dead === undefined ? [] : [{ field, value: inner, message: dead, fix: 'leave it out', dead: true }],
      ...name === 'featureGates' && isMap(inner) ? gateProblems(inner, minor, field) : typeProblems(type, inner, minor, field),
    ];
  });
}

/** Feature gates by name. */
export function gateProblems(gates: Fields, minor: number, path: string): HostProblem[] {
  return Object.entries(gates).flatMap(([gate, value]) => {
    const field = at(path, gate);
    if (typeof value !== 'boolean') {
      return [{ field, value, message: 'must be true or false' }];
    }
    const gap = gateGap(gate, value, minor);
    return gap ? [{ field, value, message: gap.reason, fix: gap.fix }] : [];
  });
}

/** A value of another type than the Go type stops the kubelet. `null` is the same as absent. */
function typeProblems(type: string, value: unknown, minor: number, path: string): HostProblem[] {
  const wrong = (wanted: string): HostProblem[] => [{ field: path, value, message: `must be ${wanted}: the kubelet stops at its start`, fix: 'mend the value' }];
  if (value === null || type === 'any') {
    return [];
  }
  if (type.startsWith('[]')) {
    return Array.isArray(value) ? value.flatMap((item, index) => typeProblems(type.slice(2), item, minor, at(path, index))) : wrong('a list');
  }
  if (type.startsWith('map[')) {
    const inner = type.slice(type.indexOf(']') + 1);
    return isMap(value) ? Object.entries(value).flatMap(([key, item]) => typeProblems(inner, item, minor, at(path, key))) : wrong('a map');
  }
  const scalar = SCALARS[type];
  if (scalar) {
    return scalar.is(value) ? [] : wrong(scalar.wanted);
  }
  return isMap(value) ? structProblems(type, value, minor, path) : wrong('a map');
}

const SCALARS: Readonly<Record<string, { readonly wanted: string; is(value: unknown): boolean }>> = {
  string: { wanted: 'a string', is: value => typeof value === 'string' },
  bool: { wanted: 'true or false', is: value => typeof value === 'boolean' },
  int32: { wanted: 'a 32-bit integer', is: value => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31 },
  int64: { wanted: 'an integer', is: value => Number.isInteger(value) },
  float64: { wanted: 'a number', is: value => typeof value === 'number' },
  Duration: { wanted: 'a duration such as 30m0s', is: value => typeof value === 'string' && isGoDuration(value) },
};

/** Values that the kubelet's own validation refuses, or that contradict each other (pkg/kubelet/apis/config/validation). */
function meaningProblems(config: Fields, path: string): HostProblem[] {
  const { authorization, serverTLSBootstrap, tlsCertFile, tlsCipherSuites } = config;
  const oneOf = (field: string, value: unknown, allowed: readonly string[]): HostProblem[] =>
    value === undefined || value === null || allowed.includes(String(value)) ? [] : [{ field: at(path, field), value, message: `must be one of ${allowed.join(', ')}: the kubelet stops at its start`, fix: 'mend the value' }];
  return [
    ...Object.entries(KUBELET_WORDS).flatMap(([field, words]) => typeof config[field] === 'string' && config[field] !== '' ? oneOf(field, config[field], words) : []),
    ...Object.entries(KUBELET_RANGES).flatMap(([field, { least, most = Infinity }]): HostProblem[] => {
      const value = config[field];
      return !Number.isInteger(value) || (value as number) >= least && (value as number) <= most ? []
        : [{ field: at(path, field), value, message: `must be ${most === Infinity ? `${least} or more` : `between ${least} and ${most}`}: the kubelet stops at its start`, fix: 'mend the value' }];
    }),
    ...(Array.isArray(tlsCipherSuites) ? tlsCipherSuites : []).flatMap((suite: unknown, index): HostProblem[] => typeof suite !== 'string' || KUBELET_CIPHER_SUITES.has(suite) ? []
      : [{ field: at(at(path, 'tlsCipherSuites'), index), value: suite, message: 'is no cipher suite that a kubelet knows: it stops at its start', fix: 'leave it out' }]),
    ...oneOf('authorization.mode', isMap(authorization) ? authorization.mode : undefined, ['AlwaysAllow', 'Webhook']),
    ...serverTLSBootstrap === true && typeof tlsCertFile === 'string' && tlsCertFile !== '' ? [{
      field: at(path, 'serverTLSBootstrap'), value: true, message: 'a kubelet with tlsCertFile uses that file and asks for no certificate', fix: 'leave out tlsCertFile and tlsPrivateKeyFile',
    }] : [],
  ];
}
