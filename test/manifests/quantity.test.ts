import { parseQuantity } from '../../src/manifests/quantity';

const NANO = 1_000_000_000n;

test.each<[unknown, bigint | undefined]>([
  ['1', NANO], [1, NANO], ['0.5', NANO / 2n], [0.5, NANO / 2n], ['500m', NANO / 2n], ['1Ki', 1024n * NANO], ['1.5Gi', 1_610_612_736n * NANO], ['2e3', 2000n * NANO],
  ['1E', NANO * 10n ** 18n], ['1E3', 1000n * NANO], ['-1k', -1000n * NANO], ['.5', NANO / 2n], ['5.', 5n * NANO], ['1n', 1n], ['0.1n', 1n],
  ['', undefined], ['.', undefined], ['1 Gi', undefined], ['1GB', undefined], ['Gi', undefined], [null, undefined], ['0x10', undefined], ['1e', undefined],
])('the quantity %j', (text, amount) => {
  expect(parseQuantity(text)).toBe(amount);
});
