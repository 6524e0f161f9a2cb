import type { Problem } from '../manifests/problem';

/**
 * What a problem is known by from one run to the next, wherever its files and lines have moved: its cluster, id, object and
 * field, and what is said of it. A number in brackets is a place in a list, which moves when something is put before it.
 * What a finding says in full (`facts`) stands for its message: whoever holds more, or more people who hold it, is another one.
 */
export function tellsOf({ cluster, id, object, construct, source, field, value, message, facts }: Problem): readonly string[] {
  // Without an object there is the file, such as one of the tree; without a file there is the construct.
  const about = object ?? source?.file ?? construct ?? '';
  return [cluster ?? '', id, about, unnumbered(field ?? ''), value ?? '', ...facts ?? [unnumbered(message)]];
}

/** `spec.containers[3].image` as `spec.containers[].image`; a key in brackets stays. */
export function unnumbered(text: string): string {
  return text.replace(/\[\d+\]/g, '[]');
}
