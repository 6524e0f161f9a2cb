import { auditOfManifests, auditOfModel } from './audit/view';
import { renderers } from './renderers';
import type { WrittenPromises } from './written-promises';
import { hostFacts } from '../deliver/host-facts';
import type { ClusterModel } from '../deliver/model';
import type { ProfileName } from '../kubernetes/controls';
import { ProblemError, type Problem } from '../manifests/problem';
import type { Manifest } from '../manifests/read';
import type { Settled } from '../prove/acknowledge';
import { proveCluster, type ClusterView, type Verdict } from '../prove/cluster';
import type { ClusterControls, ControlContext } from '../prove/controls/cluster';
import type { PromisesModel } from '../prove/guarantee';

/** What was asked about a cluster as a whole, and what came of it. */
export interface Proved {
  /** Findings that nobody acknowledged, and guarantees that do not hold. */
  readonly problems: readonly Problem[];
  readonly acknowledged: Settled['acknowledged'];
  /** Acknowledgements of nothing that was found, or whose last day is over. */
  readonly idle: Settled['idle'];
  readonly verdicts: readonly Verdict[];
  /** 1 where the cluster cannot be decided on, so that nothing was asked. */
  readonly unproved: number;
  /** The controls of each benchmark that was asked for. */
  readonly controls: readonly ClusterControls[];
}

/** Nothing was asked. */
export const NOTHING_PROVED: Proved = { problems: [], acknowledged: [], idle: [], verdicts: [], unproved: 0, controls: [] };

/** Of manifests that no construct made: no promises. */
export const NO_PROMISES: PromisesModel = { guarantees: [], acknowledgements: [], groups: {} };

/** No benchmark was named. */
const NOT_ASKED: ControlContext = { profiles: [], complete: false };

/** The cluster that a program makes. Problems without a place get the line of the construct that they are about. */
export function proveModel(model: ClusterModel, profiles: readonly ProfileName[] = []): Proved {
  const { target, objects, promises } = model;
  const proved = prove(() => ({ minor: target.minor, objects, audit: auditOfModel(model), nodes: hostFacts(model), ...promises }),
    target.minor, { profiles, distribution: target.distribution, complete: renderers({ objects }).length === 0 });
  const isOf = (path: string, construct: string) => path === construct || path.startsWith(`${construct}/`);
  const sourceOf = (construct: string) => objects.find(each => each.source && isOf(each.construct, construct))?.source;
  const placed = <T extends Problem>(problem: T): T => {
    const source = problem.source ?? (problem.construct === undefined ? undefined : sourceOf(problem.construct));
    return source === undefined ? problem : { ...problem, source };
  };
  return {
    ...proved,
    problems: proved.problems.map(placed),
    acknowledged: proved.acknowledged.map(each => ({ ...each, finding: placed(each.finding) })),
    verdicts: proved.verdicts.map(verdict => ({ ...verdict, findings: verdict.findings.map(placed) })),
  };
}

/** The cluster that manifests make. */
export function proveManifests(manifests: readonly Manifest[], minor: number, written?: WrittenPromises, asked: Omit<ControlContext, 'distribution'> = NOT_ASKED): Proved {
  const objects = manifests.map(({ object, source }) => ({ object, source, construct: written?.constructs.get(source.file) }));
  const { promises = NO_PROMISES, constructs, nodes } = written ?? {};
  return prove(() => ({ minor, objects, audit: auditOfManifests(manifests, minor, constructs), nodes, ...promises }),
    minor, { ...asked, distribution: written?.distribution });
}

function prove(viewOf: () => ClusterView, minor: number, asked: ControlContext): Proved {
  try {
    const view = viewOf();
    const proof = proveCluster(view, new Date().toISOString().slice(0, 10));
    const { open, ...rest } = proof;
    return { problems: open, ...rest, unproved: 0, controls: asked.profiles.length > 0 ? controlsOfCluster().judgeCluster(view, proof, asked) : [] };
  } catch (e) {
    if (!ProblemError.is(e)) {
      throw e;
    }
    // What cannot be decided on is a problem by itself; nothing is proved then.
    return { ...nothingProved(minor, asked.profiles), problems: e.problems };
  }
}

/** Of a cluster about which nothing can be asked: no control of a benchmark is met for want of input. */
export function nothingProved(minor: number, profiles: readonly ProfileName[]): Proved {
  return { ...NOTHING_PROVED, unproved: 1, controls: profiles.map(profile => controlsOfCluster().unjudgedCluster(profile, minor)) };
}

/** Loaded late: most checks ask for no benchmark. */
function controlsOfCluster(): typeof import('../prove/controls/cluster') {
  return require('../prove/controls/cluster') as typeof import('../prove/controls/cluster');
}
