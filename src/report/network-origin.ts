import type { ShowFile } from './access-words';
import type { NetworkOrigin } from '../decide/network/model';
import { place, printable } from '../manifests/problem';

/** So many makers of one thing are named. */
const MOST = 3;

/** `a.yaml:3:1 prod/shop/db`, as far as it is known; of what several constructs made together `main.ts:3 prod/a, main.ts:7 prod/b and 2 more`. */
export function originText(origins: readonly NetworkOrigin[], show: ShowFile): string {
  const texts = origins.map(({ source, construct }) =>
    [...source ? [place({ ...source, file: show(source.file) })] : [], ...construct === undefined ? [] : [construct]].join(' ')).filter(text => text !== '');
  const more = texts.length - MOST;
  return printable(`${texts.slice(0, MOST).join(', ')}${more > 0 ? ` and ${more} more` : ''}`);
}

/** The same as data. */
export function originJson({ source, construct }: NetworkOrigin, show: ShowFile): object {
  return { ...source ? { source: { ...source, file: show(source.file) } } : {}, ...construct === undefined ? {} : { construct } };
}
