import { counted } from '../manifests/counted';

/** GitHub refuses a longer comment. Its limit counts characters; ours counts bytes, which are never fewer. */
const LIMIT = 65_536;

/** What must fit beside the parts: the end of a list that was cut, and what somebody puts around the comment. */
const RESERVE = 1_000;

/**
 * A comment for a pull request in Markdown: what fits of its parts, between a head and a tail. What does not fit is
 * counted, and said to be missing.
 *
 * @param missing the sentence about so many parts that are left out, which are never shown in part
 */
export function comment(head: string, parts: Iterable<string>, tail: string, missing: (count: number) => string): string {
  const all = [...parts];
  const end = tail === '' ? '' : `\n${shortened(tail)}`;
  let text = head;
  let space = LIMIT - RESERVE - bytes(head) - bytes(end);
  for (const [at, part] of all.entries()) {
    if (bytes(part) > space) {
      return `${text}\n${missing(all.length - at)}\n${end}`;
    }
    text += part;
    space -= bytes(part);
  }
  return `${text}${end}`;
}

/** Lists at the end are long where there is much of little importance: they never push out what comes first. */
function shortened(tail: string): string {
  const lines = tail.split('\n');
  let space = LIMIT / 4;
  const kept = lines.findIndex(line => (space -= bytes(line) + 1) < 0);
  return kept < 0 ? tail : `${lines.slice(0, kept).join('\n')}\n\n**${counted(lines.length - kept, 'more line does', 'more lines do')} not fit here.**\n`;
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}

/** Text that Markdown and HTML leave as it is: a name in a manifest must not become a link, a mention or a tag. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|~<>&@]/g, char => char === '<' ? '&lt;' : char === '>' ? '&gt;' : char === '&' ? '&amp;' : char === '@' ? '&#64;' : `\\${char}`);
}

/** Text as code, whatever backticks it holds. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${text || ' '}${fence}` : `${fence} ${text} ${fence}`;
}
