import { printable, type SourcePlace } from '../manifests/problem';

/** A line that GitHub shows in a pull request. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  /** The file by its path from the root of the repository; without one the line stands by the job alone. */
  readonly source?: SourcePlace;
  readonly title: string;
  readonly text: string;
}

/**
 * A workflow command (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands), with GitHub's own
 * escapes: without them a name in a manifest could start a command of its own.
 */
export function annotation({ level, source, title, text }: Annotation): string {
  const properties = [
    ...source ? [`file=${escapedProperty(printable(source.file))}`] : [],
    ...source?.line ? [`line=${source.line}`] : [],
    ...source?.column ? [`col=${source.column}`] : [],
    `title=${escapedProperty(title)}`,
  ];
  return `::${level} ${properties.join(',')}::${escaped(text)}\n`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
