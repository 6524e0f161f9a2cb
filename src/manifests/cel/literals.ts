/** Why the text of a literal argument does not do for a function; undefined where it does, or nobody can tell. */
export function literalProblem(name: string, literal: string): string | undefined {
  const text = /^[rR]?("""|'''|"|')([\s\S]*)\1$/.exec(literal);
  if (!text || (!/^r/i.test(literal) && text[2]!.includes('\\'))) {
    return undefined;
  }
  const value = text[2]!;
  switch (name) {
    case 'matches': case 'find': case 'findAll': return isExpression(value) ? undefined : 'is no regular expression';
    case 'duration': return /^[-+]?(0|((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/.test(value) ? undefined : 'is no duration';
    case 'timestamp': return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)$/.test(value) ? undefined : 'is no timestamp';
    default: return undefined;
  }
}

/** RE2 has what JavaScript has not: flags, `(?P<`, classes of its own. These are taken to be right; the rest is tried. */
function isExpression(value: string): boolean {
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
