import type { AgentModel, FanOut } from '../../deliver/agents/model';
import { ProblemError, shown, type Problem } from '../../manifests/problem';

/**
 * One agent for several clusters. Each is found by its name, so that an agent which names one cluster would sync all
 * trees to it.
 */
export function fanOutOf(name: string, agent: AgentModel, clusters: readonly string[]): FanOut {
  const problems = clusters.flatMap(cluster => problemsOfName(agent, cluster));
  if (agent.profile === 'argocd' && agent.destination) {
    problems.push({
      id: 'construct-invalid',
      field: 'GitOpsAgent.argoCd.destination',
      value: shown(Object.values(agent.destination)[0]),
      message: 'names one cluster, and the agent syncs every cluster of an app or a Fleet',
      fix: 'leave it out, or give each Cluster an agent of its own',
    });
  }
  if (problems.length > 0) {
    throw new ProblemError(...problems);
  }
  return { name, agent, clusters };
}

/** A cluster whose kubeconfig is in a Secret of its name must have a name that a Secret can have. */
export function problemsOfName(agent: AgentModel, cluster: string): Problem[] {
  return agent.profile !== 'flux' || !agent.remote || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(cluster) ? [] : [{
    id: 'construct-invalid',
    field: 'name',
    value: shown(cluster),
    message: 'is the name of a cluster whose kubeconfig is in a Secret, and no Secret can have it in its name',
    fix: 'use lower case letters, digits, - and .',
  }];
}
