import { Construct } from 'constructs';
import { classes, propertiesOf, structs, structsIn } from './assembly';
import * as surface from '../../src';
import { AuditLevel, AuditPolicy, Cluster, ClusterTarget, PolicyApp, SecuredNamespace, TrafficPolicy, type SecuredNamespaceProps } from '../../src';
import { kindOf } from '../../src/constructs/types/kinds';
import { shapeOf } from '../../src/constructs/types/shapes';
import { wanted, type Wanted } from '../../src/constructs/types/wanted';
import { ProblemError, type Problem } from '../../src/manifests/problem';

/** Everything that takes a struct: constructors, and methods of values. */
const takers = classes.flatMap(type => [
  ...type.initializer ? [{ type, method: undefined, parameters: type.initializer.parameters ?? [] }] : [],
  ...(type.methods ?? []).map(method => ({ type, method, parameters: method.parameters ?? [] })),
]).flatMap(({ type, method, parameters }) => parameters.flatMap((parameter, at) => structsIn(parameter.type).map(struct =>
  ({ name: `${type.name}${method ? `.${method.name}` : ''}`, type, method, at, isConstruct: parameters[0]?.name === 'scope', struct }))));

function problemsOf(make: () => unknown): readonly Problem[] {
  try {
    make();
  } catch (e) {
    if (ProblemError.is(e)) return e.problems;
    throw e;
  }
  throw new Error('nothing was refused');
}

function cluster(): Cluster {
  return new Cluster(new PolicyApp({ outdir: '/nowhere' }), 'prod', { target: ClusterTarget.kubeadm({ kubernetes: '1.34' }) });
}

/** As a program whose types nobody checks. */
function untyped<T>(value: object): T {
  return value as T;
}

test.each(structs.map(type => [type.name, type] as const))('the properties of %s and their types are those that are declared', (name, type) => {
  expect(Object.entries(shapeOf(name) ?? {}).sort()).toEqual(propertiesOf(type).map(each => [...each]).sort());
});

function namesIn({ kinds, each }: Wanted): readonly string[] {
  return each ? namesIn(each) : kinds;
}

test('what a value is, is known of every type that a property has', () => {
  const names = structs.flatMap(propertiesOf).flatMap(([, type]) => namesIn(wanted(type)));
  expect([...new Set(names)].filter(name => !kindOf(name) && !shapeOf(name))).toEqual([]);
});

test.each(takers.map(each => [each.name, each] as const))('%s refuses a property that it does not have, before anything else', (_, { type, method, at, isConstruct, struct }) => {
  const named = (surface as unknown as Record<string, unknown>)[type.name];
  const slip = { noSuchProperty: 1 };
  const given = isConstruct ? [cluster(), 'it', slip] : [...Array.from({ length: at }, () => 'Metadata'), slip];
  const make = () => {
    if (!method) return new (named as new (...args: unknown[]) => unknown)(...given);
    const on = method.static ? named : (named as { of(scope: Construct): unknown }).of(cluster());
    return (on as Record<string, (...args: unknown[]) => unknown>)[method.name]!(...given);
  };
  expect(problemsOf(make)).toMatchObject([{ id: 'prop-unknown', field: 'noSuchProperty', message: expect.stringContaining(struct) as string }]);
});

test('a slip inside a list is refused with its place and what was meant', () => {
  const rules = [{ level: AuditLevel.METADATA }, { level: AuditLevel.NONE, subject: ['jane'], resource: [] }];
  expect(problemsOf(() => new AuditPolicy(cluster(), 'audit', untyped({ rules })))).toMatchObject([
    { id: 'prop-unknown', construct: 'prod/audit', field: 'rules[1].subject', value: '["jane"]', fix: 'did you mean subjects?' },
    { field: 'rules[1].resource', fix: 'did you mean resources?' },
  ]);
});

test('a slip in the ports of a rule would open every port, and is refused', () => {
  const props = { pods: surface.PodSelection.all(), ingress: [{ from: [surface.Peer.anywhere()], port: [surface.Port.tcp(80)] }] };
  expect(problemsOf(() => new TrafficPolicy(cluster(), 'policy', untyped(props)))).toMatchObject([{ id: 'prop-unknown', field: 'ingress[0].port' }]);
});

test('every slip is named at once', () => {
  expect(problemsOf(() => new SecuredNamespace(cluster(), 'shop', untyped({ hardenn: false, quta: {} })))).toMatchObject([{ field: 'hardenn' }, { field: 'quta' }]);
});

test('a property that is undefined is absent', () => {
  expect(() => new SecuredNamespace(cluster(), 'shop', untyped({ nothing: undefined }))).not.toThrow();
});

describe('a class that extends one of ours', () => {
  class TeamNamespace extends SecuredNamespace {
    constructor(scope: Construct, id: string, props: SecuredNamespaceProps & { readonly owner: string }) {
      super(scope, id, props);
    }
  }

  test('may hand its own properties on', () => {
    expect(() => new TeamNamespace(cluster(), 'shop', { owner: 'jane' })).not.toThrow();
  });

  test('is still told of a slip of one of ours', () => {
    expect(problemsOf(() => new TeamNamespace(cluster(), 'shop', untyped({ owner: 'jane', hardn: false })))).toMatchObject([{ field: 'hardn', fix: 'did you mean harden?' }]);
  });

  test('may have a property that resembles one of ours beside it', () => {
    expect(() => new TeamNamespace(cluster(), 'shop', untyped({ owner: 'jane', names: [], name: 'shop' }))).not.toThrow();
  });
});

test('names that objects have from their prototype are no properties', () => {
  expect(problemsOf(() => new SecuredNamespace(cluster(), 'shop', untyped({ constructor: 1, ['toString']: 1 })))).toHaveLength(2);
});
