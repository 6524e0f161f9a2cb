import { fieldProblems, releaseGap, type Reader, type Releases } from './fields';
import { type HostProblem } from './host-problem';
import { TALOS_FIELDS } from '../../kubernetes/data/talos-fields';
import { fieldsOf, meantBy } from '../../kubernetes/fields';
import { mapAt, type Fields } from '../fields';

/** The minors of Kubernetes that each minor of Talos runs (pkg/machinery/compatibility; 1.14 as its releases before). */
const RUNS: ReadonlyArray<readonly [talos: number, first: number, last: number]> = [
  [5, 26, 28], [6, 24, 29], [7, 25, 30], [8, 26, 31], [9, 27, 32], [10, 28, 33], [11, 29, 34], [12, 30, 35], [13, 31, 36], [14, 32, 37],
];

/**
 * The minors of Talos that may read a document: that of its installer's image, else those that run its minor of Kubernetes.
 *
 * @param beside the machine configuration of the same machine
 */
export function releasesOf(document: Fields, minor: number, beside: Fields = {}): Releases {
  const named = [installed(document), installed(beside)].find(each => !Number.isNaN(each)) ?? NaN;
  const able = RUNS.filter(([talos, first, last]) => Number.isNaN(named) ? first <= minor && minor <= last : talos === named).map(([talos]) => talos);
  // Of a release that is older than the tables nothing more is known than of their first.
  const beyond = named > NEWEST ? named : named < OLDEST ? OLDEST : NEWEST;
  return { tool: 'Talos', first: able[0] ?? beyond, last: able.at(-1) ?? beyond };
}

/** The minor of Talos that a configuration installs; NaN where it names none. */
function installed({ machine }: Fields): number {
  return Number(/:v1\.(\d+)\.\d+/.exec(String(mapAt(machine, 'install').image))?.[1] ?? NaN);
}

const [OLDEST, NEWEST] = [5, 14];
/** Families of documents that 1.13 has and of which 1.14 may have more fields; without what 1.14 brought, and what is read of it beside that. */
const OPEN = new RegExp('^(network\\.(?!BGP|HTTPProbe|MacVLAN|Veth|VXLAN|AddressConfig$|RouteConfig$)'
  + '|runtime\\.(?!EtcFile|KernelModule|SecurityProfile|Sysctl|Sysfs|UdevRules|UnattendedInstall|InstallerSpec|ProvisioningSpec|DiskSelectorSpec)'
  + '|hardware\\.|security\\.|siderolink\\.)');

/** Whether every field that is not known here is told: not of a release beyond the tables. */
export function isWholeTalosDocument(document: Fields, minor: number, beside?: Fields): boolean {
  return releasesOf(document, minor, beside).first <= NEWEST;
}

const UNSURE = `Talos 1.${NEWEST - 1} and older know no such field, and refuse the configuration; of 1.${NEWEST} not all is known here`;

function readerOf(releases: Releases): Reader {
  return {
    unknown: 'Talos knows no such field, and refuses the configuration',
    wrong: 'Talos refuses the configuration',
    isYaml11: true,
    releases,
    // What a release beyond the tables has, nobody knows here.
    ...releases.first > NEWEST ? { isOpen: true } : releases.last >= NEWEST ? { open: { structs: OPEN, unsure: UNSURE } } : {},
  };
}

/** `$patch: delete` is no field: in a patch it takes away what stands beside it. */
function withoutPatch(problems: readonly HostProblem[]): HostProblem[] {
  return problems.filter(({ field, value }) => !/(^|\.)\$patch$/.test(field) || value !== 'delete');
}

/** A document of a kind that no release has, or fields that its kind does not have. */
export function talosFieldProblems(document: Fields, releases: Releases): HostProblem[] {
  if (document.kind === undefined) {
    return withoutPatch(fieldProblems(TALOS_FIELDS, 'Config', document, '', readerOf(releases)));
  }
  const kind = String(document.kind);
  const kinds = fieldsOf(TALOS_FIELDS, 'Document')!;
  const known = kinds.get(kind);
  if (known === undefined) {
    return unknownKind(kind, [...kinds.keys()], releases);
  }
  const gap = releaseGap(known, releases);
  return gap !== undefined ? [{ field: 'kind', value: kind, ...gap }]
    : known.struct === undefined ? [] : withoutPatch(fieldProblems(TALOS_FIELDS, known.struct, document, '', readerOf(releases)));
}

function unknownKind(kind: string, kinds: readonly string[], { first, last }: Releases): HostProblem[] {
  const meant = meantBy(kind, kinds, last >= NEWEST ? 1 : undefined);
  const problem = { field: 'kind', value: kind };
  return meant !== undefined ? [{ ...problem, message: UNKNOWN_KIND, fix: `write ${meant}` }]
    : last < NEWEST ? [{ ...problem, message: UNKNOWN_KIND, fix: 'leave it out' }]
      : first > NEWEST ? []
        : [{ ...problem, message: `Talos 1.${NEWEST - 1} and older know no such document, and refuse the configuration; of 1.${NEWEST} none is known here`, fix: 'leave it out', unsure: true }];
}

const UNKNOWN_KIND = 'Talos knows no such document, and refuses the configuration';
