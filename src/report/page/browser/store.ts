import type { ClusterData, PlaceData, ReportData, Text } from '../data';
import { code, h } from './dom';

/** The data of the page, read once. */
export const data = JSON.parse(document.getElementById('data')!.textContent) as ReportData;

export function text(at: Text): string {
  return data.strings[at]!;
}

/** The construct and the file of something, as far as they are known. */
export function placeOf({ file, line, construct }: PlaceData): HTMLElement | undefined {
  if (file === undefined && construct === undefined) {
    return undefined;
  }
  return h('span', { class: 'place' },
    construct !== undefined && code(text(construct)), construct !== undefined && file !== undefined && ' ',
    file !== undefined && code(`${text(file)}${line === undefined ? '' : `:${line}`}`));
}

/** What one section shows of one cluster. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** What stands beside the title in the list of sections. */
  readonly note?: string;
  /** How the note is coloured. */
  readonly tone?: 'good' | 'bad' | 'warn';
  /** One sentence on what a reader sees. */
  readonly about: string;
  readonly body: readonly Node[];
}

export type MakeSection = (cluster: ClusterData) => Section | undefined;
