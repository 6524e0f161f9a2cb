/** A billionth: the smallest amount that a quantity can name. */
const NANO = 1_000_000_000n;

const DECIMAL: Readonly<Record<string, number>> = { 'n': -9, 'u': -6, 'm': -3, '': 0, 'k': 3, 'M': 6, 'G': 9, 'T': 12, 'P': 15, 'E': 18 };
const BINARY: Readonly<Record<string, bigint>> = { Ki: 10n, Mi: 20n, Gi: 30n, Ti: 40n, Pi: 50n, Ei: 60n };

/**
 * The amount that a quantity of Kubernetes names (`500m`, `1.5Gi`, `2e3`, or a number), in billionths and rounded up to
 * a whole one; undefined for what is none (k8s.io/apimachinery pkg/api/resource/quantity.go).
 */
export function parseQuantity(value: unknown): bigint | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  const match = typeof text === 'string' ? /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE][+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text) : null;
  if (!match || (match[2] === '' && (match[3] ?? '') === '')) return undefined;
  const [, sign, whole = '', fraction = '', exponent, suffix = ''] = match;
  const digits = BigInt(whole + fraction);
  const shift = BINARY[suffix];
  const power = (exponent === undefined ? DECIMAL[suffix] ?? 0 : Number(exponent.slice(1))) - fraction.length;
  const scaled = shift === undefined ? digits * NANO : digits * NANO * 2n ** shift;
  const amount = power >= 0 ? scaled * 10n ** BigInt(power) : ceil(scaled, 10n ** BigInt(-power));
  return sign === '-' ? -amount : amount;
}

function ceil(amount: bigint, by: bigint): bigint {
  return (amount + by - 1n) / by;
}
