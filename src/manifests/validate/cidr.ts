/**
 * Addresses and CIDR blocks, exact for both families. Kubernetes reads them with the lenient parser of
 * old Go releases (`k8s.io/utils/net/parse.go`, `ParseCIDRSloppy`) and, where it is strict, compares with
 * the exact one of `net/netip` (`k8s.io/apimachinery/pkg/util/validation/ip.go`, `parseCIDR`). So a block
 * may be readable and yet defective; `defect` says how.
 */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
  /** Why the strict parser refuses this spelling. */
  readonly defect?: CidrDefect;
}

/** A block of addresses. */
export interface Cidr {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  /** Prefix length in the terms of `family`. */
  readonly prefix: number;
  /** Prefix length as written, which differs for an IPv4 block in IPv6 clothes. */
  readonly writtenPrefix: number;
  /** Why the strict parser refuses this spelling. */
  readonly defect?: CidrDefect;
}

/** The API server's words for what it refuses from 1.36 on. */
export const CIDR_DEFECTS = {
  leadingZeros: 'must not have leading 0s in IP or prefix length',
  ipv4Mapped: 'must not have an IPv4-mapped IPv6 address',
  hostBits: 'must not have bits set beyond the prefix length',
} as const;

export type CidrDefect = typeof CIDR_DEFECTS[keyof typeof CIDR_DEFECTS];

const BITS = { 4: 32, 6: 128 } as const;
const IPV4_SPAN = 2n ** 32n;
/** ::ffff:0:0/96, where IPv6 holds IPv4. */
const MAPPED = 0xffffn;

/** An address, or undefined. An IPv4-mapped IPv6 address is the IPv4 address, as in Go. */
export function parseIp(text: string): IpAddress | undefined {
  const raw = parseAddress(text);
  if (!raw) return undefined;
  const mapped = isMapped(raw);
  return {
    family: mapped ? 4 : raw.family,
    value: mapped ? raw.value % IPV4_SPAN : raw.value,
    ...spread(raw.leadingZeros ? CIDR_DEFECTS.leadingZeros : mapped ? CIDR_DEFECTS.ipv4Mapped : undefined),
  };
}

/** A block, or undefined. Bits beyond the prefix are dropped and noted as a defect. */
export function parseCidr(text: string): Cidr | undefined {
  let found = BLOCKS.get(text);
  if (found === undefined && !BLOCKS.has(text)) {
    found = readCidr(text);
    if (BLOCKS.size >= MOST_BLOCKS) BLOCKS.clear();
    BLOCKS.set(text, found);
  }
  return found;
}

/** Policies name the same blocks again and again, and big integers are slow to make. */
const BLOCKS = new Map<string, Cidr | undefined>();
const MOST_BLOCKS = 4096;

function readCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const raw = parseAddress(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (!raw || !/^\d+$/.test(length)) return undefined;
  const writtenPrefix = Number(length);
  if (writtenPrefix > BITS[raw.family]) return undefined;

  const size = 2n ** BigInt(BITS[raw.family] - writtenPrefix);
  const hostBits = raw.value % size;
  const inMapped = isMapped(raw) && writtenPrefix >= 96;
  const start = raw.value - hostBits;
  const first = inMapped ? start % IPV4_SPAN : start;
  return {
    family: inMapped ? 4 : raw.family,
    first,
    last: first + size - 1n,
    prefix: inMapped ? writtenPrefix - 96 : writtenPrefix,
    writtenPrefix,
    ...spread(
      raw.leadingZeros || /^0\d/.test(length) ? CIDR_DEFECTS.leadingZeros
        : isMapped(raw) ? CIDR_DEFECTS.ipv4Mapped
          : hostBits > 0n ? CIDR_DEFECTS.hostBits
            : undefined),
  };
}

/** Whether all of `inner` is in `outer`. IPv4 is never in an IPv6 block, not even in `::/0`. */
export function contains(outer: Cidr, inner: Cidr | IpAddress): boolean {
  const [first, last] = 'value' in inner ? [inner.value, inner.value] : [inner.first, inner.last];
  return outer.family === inner.family && outer.first <= first && last <= outer.last;
}

/**
 * Whether `inner` is in `outer` with a longer mask, as an except block must be. The masks are compared
 * as written: `10.1.0.0/16` does not count as inside `::ffff:10.0.0.0/104`, although its addresses are.
 */
export function isStrictSubset(inner: Cidr, outer: Cidr): boolean {
  return contains(outer, { family: inner.family, value: inner.first }) && outer.writtenPrefix < inner.writtenPrefix;
}

/** The one spelling that every release accepts. */
export function formatCidr(cidr: Cidr): string {
  return `${formatIp({ family: cidr.family, value: cidr.first })}/${cidr.prefix}`;
}

/** Dotted decimal, or the canonical form of RFC 5952. */
export function formatIp(address: IpAddress): string {
  const { family, value } = address;
  if (family === 4) return digits(value, 256n, 4).join('.');
  const groups = digits(value, 65536n, 8).map(group => group.toString(16)).join(':');
  const runs = groups.match(/\b0(?::0)+\b/g) ?? [];
  const longest = runs.reduce((best, run) => run.length > best.length ? run : best, '');
  if (longest === '') return groups;
  const at = groups.search(new RegExp(`(?<![0-9a-f])${longest}(?![0-9a-f])`));
  return `${groups.slice(0, at).replace(/:$/, '')}::${groups.slice(at + longest.length).replace(/^:/, '')}`;
}

interface RawAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
  readonly leadingZeros: boolean;
}

function parseAddress(text: string): RawAddress | undefined {
  return parseIpv4(text) ?? parseIpv6(text);
}

const OCTET = /^0*\d{1,3}$/;

function parseIpv4(text: string): RawAddress | undefined {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every(octet => OCTET.test(octet) && Number(octet) <= 255)) return undefined;
  return {
    family: 4,
    value: BigInt(octets.reduce((sum, octet) => sum * 256 + Number(octet), 0)),
    leadingZeros: octets.some(octet => octet.length > 1 && octet.startsWith('0')),
  };
}

function parseIpv6(text: string): RawAddress | undefined {
  // Dotted decimal may take the place of the last two groups.
  const tail = /(?<=:)[^:]*\.[^:]*$/.exec(text)?.[0];
  const ipv4 = tail === undefined ? undefined : parseIpv4(tail);
  if (tail !== undefined && !ipv4) return undefined;
  const plain = tail === undefined || !ipv4 ? text
    : `${text.slice(0, -tail.length)}${(ipv4.value / 65536n).toString(16)}:${(ipv4.value % 65536n).toString(16)}`;

  const halves = plain.split('::').map(half => half === '' ? [] : half.split(':'));
  const [head = [], rest] = halves;
  const written = halves.flat();
  const missing = 8 - written.length;
  if (halves.length > 2 || (rest ? missing < 1 : missing !== 0)) return undefined;
  if (!written.every(group => /^0*[0-9a-f]{1,4}$/i.test(group))) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...rest ?? []];
  return {
    family: 6,
    value: groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n),
    leadingZeros: written.some(group => group.length > 4) || ipv4?.leadingZeros === true,
  };
}

function isMapped(address: RawAddress): boolean {
  return address.family === 6 && address.value / IPV4_SPAN === MAPPED;
}

function digits(value: bigint, base: bigint, count: number): number[] {
  const out: number[] = [];
  for (let rest = value; out.length < count; rest /= base) out.unshift(Number(rest % base));
  return out;
}

function spread(defect: CidrDefect | undefined): { readonly defect?: CidrDefect } {
  return defect === undefined ? {} : { defect };
}
