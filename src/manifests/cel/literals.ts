const DURATION = /^[-+]?(0|((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/;
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)$/;

/** Why the text of a literal argument does not do for a function; undefined where it does, or nobody can tell. */
export function literalProblem(name: string, literal: string): string | undefined {
  const text = /^[rR]?("""|'''|"|')([\s\S]*)\1$/.exec(literal);
  const isRaw = /^r/i.test(literal);
  if (!text || (!isRaw && text[2]!.replace(/\\\\/g, '').includes('\\'))) {
    return undefined;
  }
  const value = isRaw ? text[2]! : text[2]!.replace(/\\\\/g, '\\');
  switch (name) {
    case 'matches': case 'find': case 'findAll': return isExpression(value) ? undefined : 'is no regular expression';
    case 'duration': return DURATION.test(value) ? undefined : 'is no duration';
    case 'timestamp': return TIMESTAMP.test(value) ? undefined : 'is no timestamp';
    default: return undefined;
  }
}

/**
 * RE2 has neither looking around nor references back, and has what JavaScript has not: flags, `(?P<`, classes of its own. These
 * are taken to be right; the rest is tried.
 */
function isExpression(value: string): boolean {
  if (/\(\?(=|!|<=|<!)|(^|[^\\])(\\\\)*\\[1-9]/.test(value)) {
    return false;
  }
  if (/\[\[:|\\[pPQEzCA]/.test(value)) {
    return true;
  }
  try {
    new RegExp(value.replace(/\(\?P</g, '(?<').replace(/\(\?[imsU-]+\)/g, '').replace(/\(\?[imsU-]+:/g, '(?:'));
    return true;
  } catch {
    return false;
  }
}
