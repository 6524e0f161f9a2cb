import { join } from 'node:path';
import { checkManifests } from '../../src/engine/check';
import 'cdk8s-bulwark/jest';

/** What the shop's authors promise of it, asked of the committed manifests as a reader of the repository would. */
describe.each(['staging', 'prod'])('in %s', cluster => {
  const shop = join(__dirname, '../../dist/manifests/shop', cluster);

  test('the carts are reached by the cart service, and by nobody else', () => {
    expect(shop).toBeIsolated('cart/redis-cart', { from: [['cart/cartservice', 6379]] });
    expect(shop).not.toReach('0.0.0.0/0', 'cart/*');
    expect(shop).not.toReach('storefront/*', 'cart/redis-cart');
  });

  test('customers reach the frontend, and nothing behind it', () => {
    expect(shop).toReach('0.0.0.0/0', 'storefront/frontend', 8080);
    expect(shop).toReach('::/0', 'storefront/frontend', 8080);
    for (const behind of ['storefront/adservice', 'catalog/*', 'cart/*', 'orders/*', 'traffic/*']) {
      expect(shop).not.toReach('0.0.0.0/0', behind);
      expect(shop).not.toReach('::/0', behind);
    }
  });

  test('payments are asked for by the checkout alone, and go nowhere', () => {
    expect(shop).toBeIsolated('orders/paymentservice', { from: [['orders/checkoutservice', 50051]] });
  });

  test('no workload reaches the metadata of its machine', () => {
    expect(shop).not.toReach('storefront/*', '169.254.169.254');
    expect(shop).not.toReach('orders/*', '169.254.169.254');
  });

  test('the on-call team of the carts restarts the store, and nobody gets a shell', () => {
    expect(shop).toAllow('joe', 'patch', 'deployments.apps', { namespace: 'cart', name: 'redis-cart', groups: ['team-cart-on-call'] });
    expect(shop).not.toAllow('joe', 'create', 'pods', { namespace: 'cart', subresource: 'exec', groups: ['team-cart-on-call', 'team-cart', 'security'] });
  });

  test('every guarantee holds', () => {
    const { problems, verdicts } = checkManifests(shop);
    expect(problems).toEqual([]);
    expect(verdicts.filter(({ guarantee }) => guarantee.construct.endsWith('/cart-store')).map(({ guarantee, verdict }) => [guarantee.predicate.kind, verdict]).sort())
      .toEqual([['audit-at-least', 'holds'], ['no-way-around', 'holds'], ['only-traffic', 'holds']]);
    expect(verdicts.every(({ verdict }) => verdict === 'holds')).toBe(true);
  });
});
