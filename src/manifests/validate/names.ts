/**
 * What the API server takes for a name. Each check answers the reasons against, so an empty list means
 * valid (`k8s.io/apimachinery/pkg/util/validation/validation.go`, `pkg/api/validate/content/`).
 */
export type NameCheck = (name: string) => readonly string[];

const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
/** Most keys: a prefix, if any, and a name that are both short enough for every rule. */
const USUAL_KEY = /^(?:[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*\/)?(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const LABEL_NAME = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

const EDGES = 'must start and end with an alphanumeric character';
const LABEL_KEY_CHARACTERS = `must consist of alphanumeric characters, '-', '_' or '.', and ${EDGES}`;

/** RFC 1123 label: namespaces. */
export function dnsLabel(name: string): string[] {
  if (name.length <= 63 && LABEL.test(name)) return [];
  const reasons = atMost(name, 63);
  if (!LABEL.test(name)) {
    reasons.push(name.includes('.') && SUBDOMAIN.test(name)
      ? 'must not contain dots'
      : `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and ${EDGES}`);
  }
  return reasons;
}

/** RFC 1123 subdomain: most names. */
export function dnsSubdomain(name: string): string[] {
  if (name.length <= 253 && SUBDOMAIN.test(name)) return [];
  const reasons = atMost(name, 253);
  if (!SUBDOMAIN.test(name)) {
    reasons.push(`a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and ${EDGES}`);
  }
  return reasons;
}

/** What fits into one segment of an URL: roles and bindings, which may hold `:` and upper case. */
export function pathSegment(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  if (!name.includes('/') && !name.includes('%')) return [];
  return ['/', '%'].filter(character => name.includes(character)).map(character => `may not contain '${character}'`);
}

/** The start of such a segment: what follows makes a name of dots. */
export function pathSegmentPrefix(prefix: string): string[] {
  return prefix === '.' || prefix === '..' ? [] : pathSegment(prefix);
}

/**
 * A check of `generateName`: a dash at its end is not the end of the name. The server puts an `a` in the place of the
 * dash and of the byte before it, which therefore may be anything (`pkg/api/validation/generic.go`, `maskTrailingDash`).
 */
export function asPrefix(check: NameCheck): NameCheck {
  return prefix => check(prefix.length > 1 && prefix.endsWith('-') ? `${inBytes(prefix, -2)}a` : prefix);
}

/**
 * A name as the server would make it of `generateName`, of which it keeps 58 bytes
 * (`k8s.io/apiserver/pkg/storage/names/generate.go`).
 */
export function generatedName(prefix: string): string {
  return prefix === '' ? '' : `${inBytes(prefix, 58)}xxxxx`;
}

/** A slice in bytes; half a character stays a character that is in no name. */
function inBytes(text: string, end: number): string {
  return Buffer.from(text).subarray(0, end).toString('latin1');
}

/** A key of a label, an annotation or a selector: `name` or `prefix/name`. */
export function qualifiedName(key: string): string[] {
  if (key.length <= 63 && USUAL_KEY.test(key)) return [];
  const parts = key.split('/');
  if (parts.length > 2) return [`a valid label key ${LABEL_KEY_CHARACTERS} with an optional DNS subdomain prefix and '/'`];
  const [name = '', prefix] = parts.reverse();
  const reasons: string[] = [];
  if (prefix === '') {
    reasons.push('prefix part must be non-empty');
  } else if (prefix !== undefined) {
    reasons.push(...dnsSubdomain(prefix).map(reason => `prefix part ${reason}`));
  }
  if (name === '') {
    reasons.push('name part must be non-empty');
  } else {
    reasons.push(...atMost(name, 63).map(reason => `name part ${reason}`));
  }
  if (!LABEL_NAME.test(name)) reasons.push(`name part ${LABEL_KEY_CHARACTERS}`);
  return reasons;
}

/** The value of a label; it may be empty. */
export function labelValue(value: string): string[] {
  const reasons = atMost(value, 63);
  if (value !== '' && !LABEL_NAME.test(value)) {
    reasons.push(`a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and ${EDGES}`);
  }
  return reasons;
}

/** IANA_SVC_NAME: the name of a container port. */
export function portName(name: string): string[] {
  const reasons: string[] = [];
  if (name.length > 15) reasons.push('must be no more than 15 characters');
  if (!/^[-a-z0-9]+$/.test(name)) reasons.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(name)) reasons.push('must contain at least one letter (a-z)');
  if (name.includes('--')) reasons.push('must not contain consecutive hyphens');
  if (/^-|-$/.test(name)) reasons.push('must not begin or end with a hyphen');
  return reasons;
}

/** The number of a port. */
export function portNumber(port: number): string[] {
  return port >= 1 && port <= 65535 ? [] : ['must be between 1 and 65535, inclusive'];
}

/** Kubernetes counts bytes, not characters. */
export function atMost(text: string, bytes: number): string[] {
  // No character takes more than three bytes a UTF-16 unit, so a short text need not be measured.
  return text.length * 3 > bytes && Buffer.byteLength(text) > bytes ? [`must be no more than ${bytes} bytes`] : [];
}
