/**
 * Matchers for jest: `import 'cdk8s-bulwark/jest'` once in a test file or in `setupFilesAfterEach`.
 * What they look at is what would be written, checked as `synth` checks it; nothing is written.
 */
import { allowVerdict, type AllowOptions, type Who } from './allow';
import { auditVerdict, type AuditQuestion, type AuditExpectation } from './audit';
import { isolatedVerdict, type IsolationOptions } from './isolated';
import type { Place } from './place';
import { reachVerdict } from './reach';
import { modelOf } from './received';
import type { ObjectModel } from '../deliver/model';
import { objectLabel } from '../manifests/identity';
import type { AuditLevel } from '../manifests/model';
import { writeManifest } from '../manifests/write';

export type { AllowOptions, Who } from './allow';
export type { AllowedPlace, IsolationOptions } from './isolated';
export type { Place } from './place';
export type { AuditQuestion } from './audit';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    interface Matchers<R> {
      /**
       * The cluster's output holds an object with all of these fields. Fields that are not named do not
       * matter; lists must have as many items, each with the fields named there. `.not` holds when no
       * object has them. Fields that say nothing, and a cluster that could not be written, fail both ways.
       */
      toEmit(fields: Readonly<Record<string, unknown>>): R;

      /**
       * Everything that is meant is allowed; `.not` holds when nothing of it is. A text is a user, with the
       * groups that Kubernetes adds; `resource` is as `kubectl auth can-i` takes it (`pods`,
       * `deployments.apps`, `/metrics`). Without a namespace every one is meant, without a name every object.
       * What is allowed in part, or rests on what is not among the manifests, fails both ways. An unknown
       * resource, verb or namespace is an error.
       */
      toAllow(who: Who, verb: string, resource: string, options?: AllowOptions): R;

      /**
       * Every connection that is meant is allowed; `.not` holds when none of them is. Either end is
       * `namespace/workload`, `namespace/*`, an address, a CIDR, `outside` (every address outside the cluster, IPv4 and
       * IPv6), or the construct of a workload; `0.0.0.0/0` is every IPv4 address outside, and after `.not` the same as
       * `outside`. The port is that of the destination's pods: `5432`, `'53/UDP'`, the name of a port; without one all
       * ports of all protocols are meant. What is open in part, or rests on a fact that is not among the manifests,
       * fails both ways. An unknown workload or namespace is an error.
       */
      toReach(from: Place, to: Place, port?: number | string): R;

      /**
       * What is listed gets in and out of the pods, and nothing else does: no other pod of the manifests, on no
       * port, and no address outside the cluster. `.not` holds when something else certainly does. What rests on a
       * fact that is not among the manifests fails both ways.
       */
      toBeIsolated(pods: Place, but?: IsolationOptions): R;

      /**
       * Every request that is meant is logged at exactly this level; `.not` holds when none is. Without a user
       * everyone's requests are meant, failed logins among them; without a verb, a namespace or a name, whichever.
       * What is written at no stage has the level None. A cluster without an audit policy, an unknown resource, verb
       * or level is an error.
       */
      toAuditAt(level: AuditLevel, request: AuditQuestion): R;

      /** The same at this level or a higher one. */
      toAuditAtLeast(level: AuditLevel, request: AuditQuestion): R;

      /**
       * No body of a resource is ever logged: by anyone, in any namespace, under any name. `secrets` means its
       * subresources, too; `serviceaccounts/token` that one alone. `.not` holds when the body of every request is.
       */
      toNeverLogBody(resource: string): R;
    }
  }
}

expect.extend({
  toAllow(this: jest.MatcherContext, received: unknown, who: Who, verb: string, resource: string, options: AllowOptions = {}) {
    const { holds, explanation } = allowVerdict(received, who, verb, resource, options, this.isNot === true);
    const hint = this.utils.matcherHint('toAllow', 'cluster', 'who, verb, resource', { isNot: this.isNot });
    // jest turns the answer round for .not; what is asked there is another question, not the opposite of this one.
    return { pass: this.isNot ? !holds : holds, message: () => `${hint}\n\n${explanation}` };
  },

  toReach(this: jest.MatcherContext, received: unknown, from: Place, to: Place, port?: number | string) {
    const { holds, explanation } = reachVerdict(received, from, to, port, this.isNot === true);
    const hint = this.utils.matcherHint('toReach', 'cluster', 'from, to, port', { isNot: this.isNot });
    return { pass: this.isNot ? !holds : holds, message: () => `${hint}\n\n${explanation}` };
  },

  toBeIsolated(this: jest.MatcherContext, received: unknown, pods: Place, but: IsolationOptions = {}) {
    const { holds, explanation } = isolatedVerdict(received, pods, but, this.isNot === true);
    const hint = this.utils.matcherHint('toBeIsolated', 'cluster', 'pods, { from, to }', { isNot: this.isNot });
    return { pass: this.isNot ? !holds : holds, message: () => `${hint}\n\n${explanation}` };
  },

  toAuditAt(this: jest.MatcherContext, received: unknown, level: AuditLevel, request: AuditQuestion) {
    return audited(this, 'toAuditAt', received, request, { level, is: 'at' });
  },

  toAuditAtLeast(this: jest.MatcherContext, received: unknown, level: AuditLevel, request: AuditQuestion) {
    return audited(this, 'toAuditAtLeast', received, request, { level, is: 'at least' });
  },

  toNeverLogBody(this: jest.MatcherContext, received: unknown, resource: string) {
    return audited(this, 'toNeverLogBody', received, { resource }, { level: 'Metadata', is: 'at most' });
  },

  toEmit(this: jest.MatcherContext, received: unknown, fields: Readonly<Record<string, unknown>>) {
    const objects = objectsOf(received);
    refuseVoid(fields);
    const matches = objects.filter(({ object }) => this.equals(object, fields, [this.utils.iterableEquality, this.utils.subsetEquality]));
    const hint = this.utils.matcherHint('toEmit', 'cluster', 'fields', { isNot: this.isNot });
    return {
      pass: matches.length > 0,
      message: () => matches.length > 0
        ? `${hint}\n\nThese objects have the fields:\n${matches.map(({ object, construct }) => `  ${objectLabel(object)} (${construct})`).join('\n')}`
        : `${hint}\n\nNone of ${objects.length} objects has the fields\n${this.utils.printExpected(fields)}\n\n${nearest(objects, fields)}`,
    };
  },
});

function audited(
  context: jest.MatcherContext, matcher: string, received: unknown, request: AuditQuestion, expected: AuditExpectation,
): jest.CustomMatcherResult {
  const { holds, explanation } = auditVerdict(received, matcher, request, expected, context.isNot === true);
  const hint = context.utils.matcherHint(matcher, 'cluster', expected.is === 'at most' ? 'resource' : 'level, request', { isNot: context.isNot });
  // As with toAllow, what .not asks is another question.
  return { pass: context.isNot ? !holds : holds, message: () => `${hint}\n\n${explanation}` };
}

function objectsOf(received: unknown): readonly ObjectModel[] {
  const model = modelOf(received);
  if (!model) {
    throw new Error('toEmit wants a Cluster: expect(cluster).toEmit({ kind: … })');
  }
  return model.objects;
}

/** Fields that are empty or undefined ask for nothing, often because of a slip; then neither answer would mean anything. */
function refuseVoid(fields: unknown): void {
  const values = typeof fields === 'object' && fields !== null && !Array.isArray(fields) ? Object.values(fields) : [];
  if (values.length === 0 || values.includes(undefined)) {
    throw new Error('toEmit wants fields with values: expect(cluster).toEmit({ kind: … })');
  }
}

/** The objects of the same kind, so that a reader sees what came near. */
function nearest(objects: readonly ObjectModel[], fields: Readonly<Record<string, unknown>>): string {
  const near = objects.filter(({ object }) => object.kind === fields.kind);
  const name = (fields.metadata as { name?: unknown } | undefined)?.name;
  const same = near.find(({ object }) => (object.metadata as { name?: unknown } | undefined)?.name === name);
  if (same) {
    return `The object of that name is\n${writeManifest(same.object)}`;
  }
  return near.length > 0
    ? `Objects of that kind: ${near.map(({ object }) => objectLabel(object)).sort().join(', ')}`
    : `There is no object of that kind; there are ${[...new Set(objects.map(({ object }) => String(object.kind)))].sort().join(', ')}`;
}
