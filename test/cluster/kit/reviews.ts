import type { Client } from '../harness/client';
import { inFlight } from '../harness/in-flight';

/** The specification of a SubjectAccessReview, as authorization.k8s.io/v1 has it. */
export interface Review {
  readonly user: string;
  readonly groups: readonly string[];
  readonly resourceAttributes?: Readonly<Record<'verb' | 'group' | 'resource' | 'subresource' | 'namespace' | 'name', string>>;
  readonly nonResourceAttributes?: Readonly<Record<'verb' | 'path', string>>;
}

/** What the server's authorizers say. */
export interface Reviewed {
  readonly allowed: boolean;
  /** Names one binding that allows, and which one of several is not fixed; or the roles that bindings refer to in vain. */
  readonly reason: string;
}

/** More than the connections of a client, so that none of them waits for us. */
const IN_FLIGHT = 64;
const REVIEWS = '/apis/authorization.k8s.io/v1/subjectaccessreviews';

/** Asks the server all questions; anything but an answer to each is an error. */
export async function reviewAll(server: Client, reviews: readonly Review[]): Promise<Reviewed[]> {
  return inFlight(reviews, async spec => {
    const { status, body } = await server.send('POST', REVIEWS, { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec });
    if (status !== 201 || typeof body.status?.allowed !== 'boolean') {
      throw new Error(`the review ${JSON.stringify(spec)} was answered with ${status}: ${JSON.stringify(body).slice(0, 500)}`);
    }
    const { allowed, reason = '', evaluationError } = body.status;
    if (evaluationError !== undefined) {
      throw new Error(`the review ${JSON.stringify(spec)} failed: ${evaluationError}`);
    }
    return { allowed, reason };
  }, IN_FLIGHT);
}
