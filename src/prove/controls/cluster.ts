import { judgeControls, unjudged } from './judge';
import type { ControlResult, ControlVerdict } from './outcome';
import { AccessIndex } from '../../decide/access/access-index';
import { policyOf } from '../../decide/access/build';
import type { ProfileName } from '../../kubernetes/controls';
import { placed } from '../access/placed';
import type { ClusterView, Proof } from '../cluster';

/** The controls of one cluster. */
export interface ClusterControls {
  /** Absent for manifests that carry no cluster. */
  readonly cluster?: string;
  readonly profile: ProfileName;
  readonly minor: number;
  readonly distribution?: string;
  readonly results: readonly ControlResult[];
}

/** What is known of a cluster beside its objects. */
export interface ControlContext {
  readonly profiles: readonly ProfileName[];
  readonly distribution?: string;
  /** Whether its objects are all that it is given. */
  readonly complete: boolean;
}

/**
 * One result a benchmark.
 *
 * @param proof what came of asking everything else about it
 */
export function judgeCluster(view: ClusterView, proof: Proof, { profiles, distribution, complete }: ControlContext): ClusterControls[] {
  const { minor, nodes, audit = { policies: [] } } = view;
  const objects = [...view.objects];
  const index = new AccessIndex(placed(policyOf(objects, { defaultsOf: minor })));
  const results = judgeControls(profiles, { minor, distribution, complete, objects, index, audit, nodes, proof });
  return profiles.map((profile, at) => ({ profile, minor, ...distribution === undefined ? {} : { distribution }, results: results[at]! }));
}

/** Of a cluster about which nothing could be asked. */
export function unjudgedCluster(profile: ProfileName, minor: number): ClusterControls {
  return { profile, minor, results: unjudged(profile, 'a part of the manifests cannot be read, or would be refused, so that nothing was asked') };
}

/** How many controls came out which way. */
export function tally({ results }: ClusterControls): ReadonlyMap<ControlVerdict, number> {
  const counts = new Map<ControlVerdict, number>();
  results.forEach(({ verdict }) => counts.set(verdict, (counts.get(verdict) ?? 0) + 1));
  return counts;
}
