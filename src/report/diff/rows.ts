import { accessRow, unseenRow } from './access-rows';
import { networkRow } from './network-rows';
import { auditRow, foreignRow, hostFileRow, levelRow, objectRow, promiseRow, settingRow } from './other-rows';
import type { DiffRow } from './row';
import type { ClusterDiff } from '../../compare/cluster-diff';
import { objectLabel } from '../../manifests/identity';
import { printable } from '../../manifests/problem';
import type { ShowFile } from '../access-words';

/** What a reader is told of one cluster. */
export interface ClusterRows {
  readonly cluster?: string;
  /** Broadenings first, then what is not known to be one, then narrowings; of each the most telling first. */
  readonly rows: readonly DiffRow[];
  /** Objects that an apply deletes, or that must be deleted so that it can go through. */
  readonly deleted: readonly string[];
  readonly replaced: readonly string[];
  /** How many policies differ without any row of access or traffic: a refactoring. */
  readonly refactored: number;
  readonly notes: readonly string[];
}

const DIRECTIONS = ['broadened', 'changed', 'narrowed'];

/** @param show how paths of files are printed */
export function rowsOf(diff: ClusterDiff, show: ShowFile): ClusterRows {
  const { cluster } = diff;
  const rows = [
    ...diff.only ? [onlyRow(diff.only, cluster)] : [],
    ...diff.promises.map(promiseRow), ...diff.access.map(each => accessRow(each, show)), ...diff.unseen.map(each => unseenRow(each, show)),
    ...diff.network.map(each => networkRow(each, show)), ...diff.audit.map(auditRow), ...diff.podSecurity.map(levelRow),
    ...diff.settings.map(settingRow), ...diff.hostFiles.map(hostFileRow), ...diff.notUnderstood.map(foreignRow), ...diff.others.map(objectRow),
  ].map(row => cluster === undefined ? row : { cluster, ...row });
  const decided = diff.access.length + diff.unseen.length + diff.network.length;
  return {
    cluster,
    rows: inOrder(rows),
    deleted: diff.deleted.filter(({ what }) => what === 'deleted').map(({ before }) => printable(objectLabel(before!.object))),
    replaced: diff.deleted.filter(({ what }) => what === 'replaced').map(({ after }) => printable(objectLabel(after!.object))),
    refactored: decided === 0 ? diff.policies : 0,
    notes: [
      ...diff.unasked > 0 ? [`${diff.unasked} of the holders may do more or less of what nobody ever asks about, such as a verb that Kubernetes does not have`] : [],
      ...diff.assumptions,
    ],
  };
}

/** Broadenings first; of each direction the most telling first, and what tells as much in the order of the domains. */
export function inOrder(rows: readonly DiffRow[]): DiffRow[] {
  const at = ({ direction }: DiffRow) => DIRECTIONS.indexOf(direction);
  return [...rows].sort((a, b) => at(a) - at(b) || b.rank - a.rank);
}

function onlyRow(only: 'before' | 'after', cluster: string | undefined): DiffRow {
  const title = only === 'after' ? `the cluster ${cluster} is new` : `the cluster ${cluster} is gone`;
  return { domain: 'objects', direction: only === 'after' ? 'broadened' : 'narrowed', rank: 250, title: printable(title), details: [], because: [] };
}
