import fc from 'fast-check';
import { attributes, policyObjects, request, rule as anyRule, userInfo } from './arbitrary';
import { clusterRole, clusterRoleBinding, policy, user as userSubject } from './support';
import { authorize, matchingSubjects, ruleAllows, rulesFor, whoCan, whoCanAnywhere } from '../../../src/decide/access';
import { AccessIndex } from '../../../src/decide/access/access-index';

const RUNS = { numRuns: 1000 };

describe('access', () => {
  test('the index decides as the specification does, for the same reasons', () => {
    let allowed = 0;
    fc.assert(fc.property(policyObjects, fc.array(request, { minLength: 5, maxLength: 10 }), (objects, requests) => {
      const read = policy(objects);
      const index = new AccessIndex(read);
      for (const each of requests) {
        const decision = authorize(read, each);
        expect(index.decide(each)).toEqual(decision);
        expect(index.allows(each)).toBe(decision.decision === 'allow');
        expect(index.rulesFor(each.user, each.namespace).map(({ rule }) => rule)).toEqual(rulesFor(read, each.user, each.namespace));
        allowed += decision.decision === 'allow' ? 1 : 0;
      }
    }), RUNS);
    expect(allowed).toBeGreaterThan(400);
  });

  test('the index knows the namespaces in which a user is bound', () => {
    fc.assert(fc.property(policyObjects, userInfo, (objects, user) => {
      const read = policy(objects);
      const bound = read.roleBindings.filter(binding => binding.namespace !== '' && matchingSubjects(binding, user).length > 0);
      expect(new AccessIndex(read).namespacesOf(user)).toEqual([...new Set(bound.map(({ namespace }) => namespace))].sort());
    }), RUNS);
  });

  test('the index names those whom the specification names', () => {
    fc.assert(fc.property(policyObjects, attributes, (objects, each) => {
      const read = policy(objects);
      const index = new AccessIndex(read);
      expect(index.whoCan(each)).toEqual(whoCan(read, each));
      expect(index.whoCanAnywhere(each)).toEqual(whoCanAnywhere(read, each));
    }), RUNS);
  });

  test('a user can exactly when who-can names one of its subjects', () => {
    fc.assert(fc.property(policyObjects, request, (objects, each) => {
      const read = policy(objects);
      const named = whoCan(read, each).some(({ binding }) => matchingSubjects(binding, each.user).length > 0);
      return named === (authorize(read, each).decision === 'allow');
    }), RUNS);
  });

  test('a user can exactly when a rule of its list allows it', () => {
    fc.assert(fc.property(policyObjects, request, (objects, each) => {
      const read = policy(objects);
      return rulesFor(read, each.user, each.namespace).some(({ rule }) => ruleAllows(rule, each)) === (authorize(read, each).decision === 'allow');
    }), RUNS);
  });

  test('adding a binding never removes a permission', () => {
    fc.assert(fc.property(policyObjects, policyObjects, request, (some, more, each) => {
      const bindings = more.filter(({ kind }) => String(kind).endsWith('Binding'))
        .map(object => ({ ...object, metadata: { ...object.metadata as object, name: `more-${(object.metadata as { name: string }).name}` } }));
      return authorize(policy(some), each).decision !== 'allow' || authorize(policy([...some, ...bindings]), each).decision === 'allow';
    }), RUNS);
  });

  test('order and duplicates do not matter', () => {
    const twice = policyObjects.chain(objects => fc.tuple(
      fc.constant(objects), fc.shuffledSubarray([...objects, ...objects], { minLength: objects.length * 2 }),
    ));
    fc.assert(fc.property(twice, request, ([objects, shuffled], each) =>
      authorize(policy(objects), each).decision === authorize(policy(shuffled), each).decision), RUNS);
  });

  test('a group more never removes a permission', () => {
    fc.assert(fc.property(policyObjects, request, fc.string(), (objects, each, group) => {
      const read = policy(objects);
      return authorize(read, each).decision !== 'allow'
        || authorize(read, { ...each, user: { ...each.user, groups: [...each.user.groups, group] } }).decision === 'allow';
    }), RUNS);
  });

  test('an allow depends on nothing, and no-opinion has no grants', () => {
    fc.assert(fc.property(policyObjects, request, (objects, each) => {
      const { decision, because, depends } = authorize(policy(objects), each);
      return decision === 'allow' ? because.length > 0 && depends.length === 0 : because.length === 0;
    }), RUNS);
  });

  test('what is held in a namespace includes what is held in the cluster scope', () => {
    fc.assert(fc.property(policyObjects, userInfo, (objects, user) => {
      const read = policy(objects);
      const here = new Set(rulesFor(read, user, 'shop'));
      return rulesFor(read, user, '').every(rule => here.has(rule));
    }), RUNS);
  });
});

test('the index decides as the specification does on a role of many rules', () => {
  let allowed = 0;
  const many = fc.array(anyRule, { minLength: 1, maxLength: 60 });
  fc.assert(fc.property(many, fc.array(attributes, { minLength: 20, maxLength: 20 }), (rules, asked) => {
    const read = policy([clusterRole('r', ...rules), clusterRoleBinding('b', 'ClusterRole/r', userSubject('jane'))]);
    const index = new AccessIndex(read);
    for (const each of asked) {
      const may = authorize(read, { ...each, user: { name: 'jane', groups: [] } }).decision === 'allow';
      expect(index.allows({ ...each, user: { name: 'jane', groups: [] } })).toBe(may);
      allowed += may ? 1 : 0;
    }
  }), { numRuns: 300 });
  expect(allowed).toBeGreaterThan(300);
});

test('lists that multiply into millions cost no more than they are long', () => {
  const words = Array.from({ length: 300 }, (_, n) => `w${n}`);
  const read = policy([
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'r' }, rules: [{ verbs: words, apiGroups: words, resources: words }] },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'b' },
      roleRef: { kind: 'ClusterRole', name: 'r' },
      subjects: [{ kind: 'User', name: 'jane' }],
    },
  ]);
  const asked = { verb: 'w1', resourceRequest: true, apiGroup: 'w2', resource: 'w3', subresource: '', name: '', namespace: '', path: '', user: { name: 'jane', groups: [] } };
  expect(new AccessIndex(read).allows(asked)).toBe(true);
  expect(new AccessIndex(read).allows({ ...asked, verb: 'w300' })).toBe(false);
});
