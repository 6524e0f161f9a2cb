import { createHash } from 'node:crypto';

/** Longest file name in bytes; most file systems stop at 255, and editors add suffixes of their own. */
const MAX_BYTES = 200;

/** Names that Windows keeps for devices, whatever their extension. */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/**
 * A name as one path segment that every file system takes: all but letters, digits, `.`, `_` and `-` is
 * written as %XX of its UTF-8 bytes, as in a URL, so that it can be read back. Device names of Windows
 * and names of dots alone have their first character encoded.
 */
export function encodeSegment(name: string): string {
  const encoded = [...Buffer.from(name, 'utf8')]
    .map(byte => /[A-Za-z0-9._-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : hex(byte))
    .join('');
  const dotted = encoded.replace(/^\.+$/, dots => dots.replaceAll('.', '%2E')).replace(/\.$/, '%2E');
  return RESERVED.test(dotted) || dotted.startsWith('.') ? hex(dotted.charCodeAt(0)) + dotted.slice(1) : dotted;
}

/** The name that was encoded. */
export function decodeSegment(segment: string): string {
  return decodeURIComponent(segment);
}

/** A segment with an extension, cut with a digest of the whole where it would be too long. */
export function fileName(stem: string, extension: string): string {
  if (Buffer.byteLength(stem) + extension.length <= MAX_BYTES) {
    return stem + extension;
  }
  const digest = createHash('sha256').update(stem).digest('hex').slice(0, 16);
  const head = stem.slice(0, MAX_BYTES - extension.length - digest.length - 1).replace(/%.?$/, '');
  return `${head}~${digest}${extension}`;
}

function hex(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
