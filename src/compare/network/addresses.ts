import type { AddressSegment, Side, Workload } from './joint';
import type { ConnectionSetId } from '../../decide/network/connection-sets';
import { podsByAddress } from '../../decide/network/ends';
import type { Direction } from '../../decide/network/model';
import { formatIp, type IpAddress } from '../../manifests/validate';

/** A range of addresses outside the cluster for which the same changed, and one of them that is no pod's. */
export interface AddressChange {
  readonly direction: Direction;
  readonly family: 4 | 6;
  readonly range: { readonly first: bigint; readonly last: bigint };
  readonly old: ConnectionSetId;
  readonly now: ConnectionSetId;
  readonly address: IpAddress;
}

/** What one workload may send to addresses outside, or receive from them, that it could not, or can no more. */
export function compareAddresses(workload: Workload, before: Side, after: Side): AddressChange[] {
  return (['Egress', 'Ingress'] as const).flatMap(direction => ([4, 6] as const).flatMap(family => {
    const old = before.segments(direction, before.placeOf(workload.before, family), family);
    const now = after.segments(direction, after.placeOf(workload.after, family), family);
    const NONE = before.between(undefined, undefined);
    return refined(old, now, NONE).flatMap(({ old: was, now: is, ...range }) => {
      const address = was === is ? undefined : freeAddress(range, family, before, after);
      return address ? [{ direction, family, range, old: was, now: is, address }] : [];
    });
  }));
}

interface Refined {
  readonly first: bigint;
  readonly last: bigint;
  readonly old: ConnectionSetId;
  readonly now: ConnectionSetId;
}

/** The common refinement of two sorted lists of ranges; neighbours that say the same are one. */
function refined(old: readonly AddressSegment[], now: readonly AddressSegment[], none: ConnectionSetId): Refined[] {
  const bounds = [...new Set([...old, ...now].flatMap(({ first, last }) => [first, last + 1n]))].sort((a, b) => a < b ? -1 : 1);
  const out: Refined[] = [];
  let [i, j] = [0, 0];
  bounds.slice(0, -1).forEach((first, at) => {
    const last = bounds[at + 1]! - 1n;
    while (i < old.length && old[i]!.last < first) i += 1;
    while (j < now.length && now[j]!.last < first) j += 1;
    const was = i < old.length && old[i]!.first <= first ? old[i]!.connections : none;
    const is = j < now.length && now[j]!.first <= first ? now[j]!.connections : none;
    const previous = out[out.length - 1];
    if (previous && previous.last + 1n === first && previous.old === was && previous.now === is) {
      out[out.length - 1] = { ...previous, last };
    } else {
      out.push({ first, last, old: was, now: is });
    }
  });
  return out;
}

/** Addresses that documentation is written with (RFC 5737), which say "somewhere" to a reader. */
const FAMILIAR = 0xcb007109n;

/** An address of the range that no pod of either model has; those of pods are asked about as pods. */
function freeAddress({ first, last }: AddressChange['range'], family: 4 | 6, before: Side, after: Side): IpAddress | undefined {
  const taken = [podsByAddress(before.model), podsByAddress(after.model)];
  const isTaken = (value: bigint) => taken.some(pods => pods.has(formatIp({ family, value })));
  let value = family === 4 && first <= FAMILIAR && FAMILIAR <= last && !isTaken(FAMILIAR) ? FAMILIAR : first;
  while (value <= last && isTaken(value)) value += 1n;
  return value <= last ? { family, value } : undefined;
}
