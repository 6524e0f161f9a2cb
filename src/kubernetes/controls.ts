import { CONTROLS, type ControlRow } from './data/controls';

export type { ControlRow } from './data/controls';

/** Benchmarks by the name that a command line takes, each in one version; titles always say it. */
export const PROFILES = {
  'cis-1.8': 'CIS Kubernetes Benchmark v1.8',
  'cis-1.9': 'CIS Kubernetes Benchmark v1.9',
  'cis-1.10': 'CIS Kubernetes Benchmark v1.10',
  'cis-1.11': 'CIS Kubernetes Benchmark v1.11',
  'cis-1.12': 'CIS Kubernetes Benchmark v1.12',
  'cis-2.1': 'CIS Kubernetes Benchmark v2.1',
  'nsa-cisa-1.2': 'NSA and CISA Kubernetes Hardening Guidance v1.2',
  'stig-v2r6': 'DISA Kubernetes STIG V2R6',
  'owasp-2025': 'OWASP Kubernetes Top Ten 2025',
} as const;

/** The name of a benchmark in one version. */
export type ProfileName = keyof typeof PROFILES;

/** What stands before an id where there is no room for the whole title: never without the version. */
export const SHORT_TITLES: Readonly<Record<ProfileName, string>> = {
  'cis-1.8': 'CIS v1.8',
  'cis-1.9': 'CIS v1.9',
  'cis-1.10': 'CIS v1.10',
  'cis-1.11': 'CIS v1.11',
  'cis-1.12': 'CIS v1.12',
  'cis-2.1': 'CIS v2.1',
  'nsa-cisa-1.2': 'NSA/CISA v1.2',
  'stig-v2r6': 'STIG V2R6',
  'owasp-2025': 'OWASP 2025',
};

/** A control as one benchmark asks for it. */
export interface Control {
  readonly row: ControlRow;
  /** Its ids there: `5.1.2`, `CNTR-K8-000220 (V-242381)`, `K02`. Several where the benchmark asks for it in several places. */
  readonly ids: readonly string[];
  /** Whether no source at hand confirms the number. */
  readonly unverified: boolean;
}

/** The controls of a benchmark that we know of, in its own order. It may have more: those that have to do with neither manifests nor host files. */
export function controlsOf(profile: ProfileName): Control[] {
  const all = CONTROLS.map(row => ({ row, ids: idsIn(row, profile), unverified: row.unverified?.includes(cisVersion(profile) ?? '') ?? false }));
  return all.filter(({ ids }) => ids.length > 0).sort((a, b) => inOrder(a.ids[0]!, b.ids[0]!) || (a.row.id < b.row.id ? -1 : 1));
}

function idsIn(row: ControlRow, profile: ProfileName): string[] {
  const version = cisVersion(profile);
  if (version !== undefined) {
    const id = row.cis !== undefined && Object.hasOwn(row.cis, version) ? row.cis[version] : undefined;
    return id === undefined ? [] : [id];
  }
  switch (profile) {
    case 'nsa-cisa-1.2': return row.nsa === undefined ? [] : [row.nsa];
    case 'stig-v2r6': return (row.stig ?? []).map(([stigId, vulnId]) => `${stigId} (${vulnId})`).sort();
    default: return [...row.owasp ?? []];
  }
}

/** `v1.12` of `cis-1.12`; undefined for another benchmark. */
function cisVersion(profile: ProfileName): string | undefined {
  return profile.startsWith('cis-') ? `v${profile.slice(4)}` : undefined;
}

/** `5.2.9` before `5.2.10`. */
function inOrder(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  if ([...left, ...right].some(Number.isNaN)) {
    return a < b ? -1 : a > b ? 1 : 0;
  }
  const at = left.findIndex((part, index) => part !== right[index]);
  return at < 0 ? left.length - right.length : left[at]! - (right[at] ?? -1);
}
