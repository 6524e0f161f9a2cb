import type { ShowFile } from './access-words';
import type { NetworkOrigin } from '../decide/network/model';
import { place, printable } from '../manifests/problem';

/** `a.yaml:3:1 prod/shop/db`, as far as it is known. */
export function originText({ source, construct }: NetworkOrigin, show: ShowFile): string {
  return printable([...source ? [place({ ...source, file: show(source.file) })] : [], ...construct === undefined ? [] : [construct]].join(' '));
}
