import 'cdk8s-bulwark/jest';
import { prod } from './main';
import { parseManifests } from 'cdk8s-bulwark/engine';

test('the matchers and the engine are there', () => {
  expect(prod).toEmit({ kind: 'Role', metadata: { name: 'pod-reader', namespace: 'shop' } });
  expect(prod).not.toEmit({ kind: 'ClusterRole' });
  expect(parseManifests('apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n', 'x.yaml').manifests).toHaveLength(1);
});
