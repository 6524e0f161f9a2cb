import type { PolicyData } from './data';
import type { Strings } from './strings';
import { policyLabel } from '../../decide/network/words';

/** Policies that were spoken of, once each. */
export class Policies {
  public readonly all: PolicyData[] = [];
  private readonly known = new Map<object, number>();

  constructor(private readonly strings: Strings) {}

  public of(policy: Parameters<typeof policyLabel>[0]): number {
    let at = this.known.get(policy);
    if (at === undefined) {
      at = this.all.length;
      this.known.set(policy, at);
      this.all.push({ label: this.strings.of(policyLabel(policy)), ...this.strings.place(policy.origin) });
    }
    return at;
  }
}
