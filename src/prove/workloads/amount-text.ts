const NANO = 1_000_000_000n;
const MEBI = 1024n * 1024n;

/** An amount in billionths as Kubernetes writes it: `1536Mi` for memory and storage, `1500m` or `2` for the rest. */
export function amountText(amount: bigint, resource: string): string {
  if (amount % NANO !== 0n) {
    return amount % (NANO / 1000n) === 0n ? `${amount / (NANO / 1000n)}m` : `${amount}n`;
  }
  const whole = amount / NANO;
  return /memory|storage/.test(resource) && whole !== 0n && whole % MEBI === 0n ? `${whole / MEBI}Mi` : String(whole);
}
