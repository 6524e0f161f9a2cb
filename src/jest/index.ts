/**
 * Matchers for jest: `import 'cdk8s-bulwark/jest'` once in a test file or in `setupFilesAfterEach`.
 * What they look at is what would be written, checked as `synth` checks it; nothing is written.
 */
import type { PolicyApp } from '../constructs/app';
import type { Cluster } from '../constructs/cluster';
import type { ObjectModel } from '../deliver/model';
import { objectLabel } from '../manifests/identity';
import { writeManifest } from '../manifests/write';

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
    }
  }
}

expect.extend({
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

function objectsOf(received: unknown): readonly ObjectModel[] {
  const cluster = received as Cluster | undefined;
  const app = cluster?.node?.root as PolicyApp | undefined;
  if (typeof app?._register !== 'function' || typeof cluster?.clusterName !== 'string') {
    throw new Error('toEmit wants a Cluster: expect(cluster).toEmit({ kind: … })');
  }
  return app._register().model(cluster.clusterName).objects;
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
