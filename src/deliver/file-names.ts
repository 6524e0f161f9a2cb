import { createHash } from 'node:crypto';

/** Longest file name in bytes; most file systems stop at 255, and editors add suffixes of their own. */
const MAX_BYTES = 200;

/** Names that Windows keeps for devices, whatever their extension. */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/** Needs no encoding, unless it is reserved. */
const SAFE = /^[A-Za-z0-9_-](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$/;

/**
 * A name as one path segment that every file system takes: all but letters, digits, `.`, `_` and `-` is
 * written as %XX of its UTF-8 bytes, as in a URL, so that it can be read back. Device names of Windows
 * have their first character encoded, dots their first and last. No name at all is `%`, and half a
 * surrogate pair, which UTF-8 cannot say, is %uXXXX.
 */
export function encodeSegment(name: string): string {
  if (name === '') {
    return '%';
  }
  if (SAFE.test(name) && !RESERVED.test(name)) {
    return name;
  }
  const encoded = name.replace(/[^A-Za-z0-9._-]/gu, char => /\p{Cs}/u.test(char)
    ? `%u${char.charCodeAt(0).toString(16).toUpperCase()}`
    : [...Buffer.from(char)].map(hex).join(''));
  const dotted = encoded.replace(/\.$/, '%2E');
  return RESERVED.test(dotted) || dotted.startsWith('.') ? hex(dotted.charCodeAt(0)) + dotted.slice(1) : dotted;
}

/** The name that was encoded. */
export function decodeSegment(segment: string): string {
  return segment === '%' ? '' : segment.replace(/%u([0-9A-F]{4})|(?:%[0-9A-F]{2})+/g,
    (bytes, half: string | undefined) => half === undefined ? decodeURIComponent(bytes) : String.fromCharCode(parseInt(half, 16)));
}

/** An absolute path on a machine as a path inside the output, with a leading slash, each segment made safe. */
export function encodePath(path: string): string {
  return path.replace(/^\//, '').split('/').map(segment => `/${fileName(encodeSegment(segment), '')}`).join('');
}

/** A segment with an extension, cut with a digest of the whole where it would be too long. */
export function fileName(stem: string, extension: string): string {
  // No character has more than three bytes a code unit.
  if (3 * stem.length + extension.length <= MAX_BYTES || Buffer.byteLength(stem) + extension.length <= MAX_BYTES) {
    return stem + extension;
  }
  const digest = createHash('sha256').update(stem).digest('hex').slice(0, 16);
  const head = stem.slice(0, MAX_BYTES - extension.length - digest.length - 1).replace(/%.?$/, '');
  return `${head}~${digest}${extension}`;
}

function hex(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
