import {
  isServedIn, isSupportedMinor, NEWEST_MINOR, parseKubernetesVersion, parseMinorRange, SUPPORTED_MINORS,
} from '../../src/kubernetes/minors';

describe('supported minors', () => {
  test('are 1.27 to the newest, ascending and without a gap', () => {
    expect(SUPPORTED_MINORS[0]).toBe(27);
    expect(SUPPORTED_MINORS.at(-1)).toBe(NEWEST_MINOR);
    expect(SUPPORTED_MINORS).toEqual(SUPPORTED_MINORS.map((_, i) => 27 + i));
    expect([26, 27, 37, 38, 27.5].map(isSupportedMinor)).toEqual([false, true, true, false, false]);
  });
});

describe('parseKubernetesVersion', () => {
  test.each([
    ['1.34', { minor: 34 }],
    ['v1.34', { minor: 34 }],
    ['1.34.2', { minor: 34, patch: 2 }],
    ['v1.34.0', { minor: 34, patch: 0 }],
    ['1.0', { minor: 0 }],
  ])('reads %s', (text, version) => expect(parseKubernetesVersion(text)).toEqual(version));

  test.each([
    '', '1', '34', '2.34', 'V1.34', '1.34.', '1.034', '1.34.02', ' 1.34', '1.34\n',
    '1.34.2-gke.100', '1.34.2+k3s1', '1.34.x', '1.34.2.1', '1.1e2',
  ])('refuses %j', text => expect(parseKubernetesVersion(text)).toBeUndefined());
});

describe('ranges of minors', () => {
  test('a side left open lies outside the window', () => {
    expect(parseMinorRange('28-36')).toEqual({ firstMinor: 28, lastMinor: 36 });
    expect(parseMinorRange('28-')).toEqual({ firstMinor: 28 });
    expect(parseMinorRange('-36')).toEqual({ lastMinor: 36 });
    expect(parseMinorRange(undefined)).toEqual({});
  });

  test('both ends belong to the range', () => {
    const range = parseMinorRange('28-30');
    expect([27, 28, 30, 31].map(minor => isServedIn(range, minor))).toEqual([false, true, true, false]);
    expect(SUPPORTED_MINORS.every(minor => isServedIn({}, minor))).toBe(true);
  });
});
