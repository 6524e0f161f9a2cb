import { difference, Intervals, intervalsOf } from './intervals';
import type { NetworkModel, Peer } from './model';
import { countUpTo } from './search';
import type { Cidr, IpAddress } from '../../manifests/validate';

/** A range of addresses that no policy tells apart. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

type Block = Peer & { readonly type: 'ipBlock' };
type Family = 4 | 6;

const END: Readonly<Record<Family, bigint>> = { 4: 2n ** 32n, 6: 2n ** 128n };

/**
 * The addresses of both families, cut at every bound of every block that some policies name: in each piece all addresses are alike to all policies.
 * IPv4 comes first; the pieces are numbered from 0.
 */
export class AddressAtoms {
  /** The first address of each piece. */
  private readonly firsts: Readonly<Record<Family, readonly bigint[]>>;

  constructor(model: Pick<NetworkModel, 'policies' | 'clusterPolicies'>) {
    const cuts: Readonly<Record<Family, Set<bigint>>> = { 4: new Set([0n]), 6: new Set([0n]) };
    const cut = ({ family, first, last }: Cidr) => void cuts[family].add(first).add(last + 1n);
    for (const policy of [...[...model.policies.values()].flat(), ...model.clusterPolicies]) {
      for (const { peers } of [...policy.ingress, ...policy.egress]) {
        for (const peer of peers) if (peer.type === 'ipBlock') [peer.cidr, ...peer.except].forEach(cut);
      }
    }
    const sorted = (family: Family) => [...cuts[family]].filter(bound => bound < END[family]).sort((a, b) => a < b ? -1 : 1);
    this.firsts = { 4: sorted(4), 6: sorted(6) };
  }

  get count(): number {
    return this.firsts[4].length + this.firsts[6].length;
  }

  /** The first piece of IPv6. */
  get border(): number {
    return this.firsts[4].length;
  }

  /** The piece that an address is in. */
  of({ family, value }: IpAddress): number {
    return this.base(family) + notAbove(this.firsts[family], value);
  }

  /** The pieces of a block. */
  ofBlock({ cidr, except }: Block): Intervals {
    return difference(this.ofCidr(cidr), intervalsOf(except.map(hole => this.ofCidr(hole) as [number, number])));
  }

  /** The addresses from one piece to before another, which must be of one family. */
  range(from: number, end: number): AddressRange {
    const family = from < this.firsts[4].length ? 4 : 6;
    const firsts = this.firsts[family];
    const base = this.base(family);
    return { family, first: firsts[from - base]!, last: (firsts[end - base] ?? END[family]) - 1n };
  }

  /** Pieces of both families as ranges of one. */
  ranges(from: number, end: number): AddressRange[] {
    const border = this.firsts[4].length;
    return from < border && border < end ? [this.range(from, border), this.range(border, end)] : [this.range(from, end)];
  }

  private ofCidr({ family, first, last }: Cidr): Intervals {
    const base = this.base(family);
    return [base + notAbove(this.firsts[family], first), base + notAbove(this.firsts[family], last) + 1];
  }

  private base(family: Family): number {
    return family === 4 ? 0 : this.firsts[4].length;
  }
}

/** The index of the last bound that is not above a value; the first bound is 0. */
function notAbove(bounds: readonly bigint[], value: bigint): number {
  return countUpTo(bounds, value) - 1;
}
