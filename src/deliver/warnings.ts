import { hostFacts } from './host-facts';
import type { ClusterModel } from './model';
import type { Finding } from '../prove/finding';

/**
 * What is worth a line when a cluster is written, since it must be known before the files reach machines: certificates of kubelets
 * that live so briefly that nodes do not survive a short outage of whoever signs them. `check` finds the same, and fails until it is
 * acknowledged; what is acknowledged is no warning.
 *
 * @param today as YYYY-MM-DD in UTC; default: no acknowledgement is over
 */
export function warningsOf(model: ClusterModel, today = ''): readonly Finding[] {
  if (model.hosts.controlPlane.controllerManagerFlags['cluster-signing-duration'] === undefined) {
    return [];
  }
  const facts = hostFacts(model);
  const { guarantees, acknowledgements } = model.promises;
  // Loaded for those who ask something of machines: most programs ask nothing.
  const { nodeFindings } = require('../prove/nodes/findings') as typeof import('../prove/nodes/findings');
  const { settle } = require('../prove/acknowledge') as typeof import('../prove/acknowledge');
  const findings = facts === undefined ? [] : nodeFindings(facts, guarantees).filter(({ id }) => id === 'certificate-lifetime-short');
  return settle(findings, acknowledgements, today).open;
}
