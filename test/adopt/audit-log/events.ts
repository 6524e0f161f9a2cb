import type { LogStream } from '../../../src/adopt/audit-log/log-stream';

/** An event as API servers write it, with some of its fields. */
export function event(fields: object = {}): Record<string, unknown> {
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: 'a',
    stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/shop/pods',
    verb: 'list',
    user: { username: 'jane', groups: ['system:authenticated'] },
    objectRef: { resource: 'pods', namespace: 'shop', apiVersion: 'v1' },
    responseStatus: { metadata: {}, code: 200 },
    annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
    ...fields,
  };
}

/** A log of these bytes, which come in pieces of some length. */
export function logOf(bytes: string | Buffer, piece = 7, name = 'audit.log'): LogStream {
  const whole = Buffer.from(bytes);
  return {
    name,
    read: () => whole.length,
    chunks: (async function* () {
      for (let at = 0; at < whole.length; at += piece) {
        yield Promise.resolve(whole.subarray(at, at + piece));
      }
    })(),
  };
}
