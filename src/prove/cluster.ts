import { danglingAccess } from './access/dangling';
import { accessFindings } from './access/findings';
import { idleRules } from './access/idle-rules';
import { placed } from './access/placed';
import { settle, type Settled } from './acknowledge';
import { auditFindings } from './audit/findings';
import type { AuditView } from './audit/guarantees';
import { expiredAccess } from './expiry';
import type { Finding } from './finding';
import type { GuaranteeModel, PromisesModel } from './guarantee';
import { Prover, restsOn } from './guarantees';
import { networkFindings } from './network/findings';
import { nodeFindings } from './nodes/findings';
import type { NodesView } from './nodes/view';
import { workloadFindings } from './workloads/findings';
import { refusedWorkloads } from './workloads/refused';
import { AccessIndex } from '../decide/access/access-index';
import { policyOf, type PolicyObject } from '../decide/access/build';

/** One cluster as it would stand: all its objects, whoever wrote them, and what constructs say of it. */
export interface ClusterView extends PromisesModel {
  readonly minor: number;
  readonly objects: Iterable<PolicyObject>;
  /** Default: no audit policy is known. */
  readonly audit?: AuditView;
  /** What was asked of the machines. Default: nothing is known. */
  readonly nodes?: NodesView;
}

/** What came of a guarantee. */
export interface Verdict {
  readonly guarantee: GuaranteeModel;
  readonly verdict: 'holds' | 'broken' | 'not-provable';
  /** Why it does not hold; empty when it does. */
  readonly findings: readonly Finding[];
  /** What the verdict rests on beside the manifests: who is trusted, and what is taken for true. */
  readonly rests: readonly string[];
}

/** What was found in a cluster and proved about it. */
export interface Proof extends Settled {
  readonly verdicts: readonly Verdict[];
}

/**
 * Asks every question about a cluster: the dangerous permissions and workloads in it, the slips in its network policies, what was
 * granted until a day that has passed, and whether its constructs keep their promises. The default roles and bindings of the minor
 * take part.
 *
 * @param today as YYYY-MM-DD in UTC, for what counts only until a day
 */
export function proveCluster(view: ClusterView, today: string): Proof {
  const { minor, objects, audit = { policies: [] }, nodes, guarantees, acknowledgements, groups } = view;
  const all = [...objects];
  const index = new AccessIndex(placed(policyOf(all, { defaultsOf: minor })));
  const prover = new Prover({ minor, objects: all, access: index, groups: new Map(Object.entries(groups)), audit, nodes });
  const verdicts = guarantees.map((guarantee): Verdict => {
    const findings = prover.prove(guarantee);
    return {
      guarantee,
      verdict: findings.length === 0 ? 'holds' : findings.some(({ id }) => id === 'guarantee-broken') ? 'broken' : 'not-provable',
      findings,
      rests: restsOn(guarantee.predicate),
    };
  });
  const findings = [
    ...expiredAccess(all, today), ...verdicts.flatMap(verdict => verdict.findings),
    ...accessFindings(index), ...danglingAccess(index, all), ...idleRules(all, minor),
    ...refusedWorkloads(all, minor), ...workloadFindings(all, minor), ...networkFindings(all, prover.network.model),
    ...audit.policies.flatMap(each => auditFindings(each, minor, guarantees)), ...nodes ? nodeFindings(nodes, guarantees) : [],
  ];
  return { ...settle(findings, acknowledgements, today), verdicts };
}
