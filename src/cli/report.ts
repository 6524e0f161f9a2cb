import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { usage } from './cluster-input';
import { sidesOf } from './diff';
import { findApp, looksLikeApp } from './find-app';
import { loadApps } from './load-app';
import { minorOf } from './minor-option';
import { outdirOf } from './outdir';
import { print, relativeFile } from './output';
import { version } from './version';
import { writePage } from '../deliver/write-page';
import { checkManifests, problemsBeside } from '../engine/check';
import { modelSide } from '../engine/diff/model-side';
import type { DiffSide, SideCluster } from '../engine/diff/side';
import { Texts } from '../engine/diff/texts';
import { readSide } from '../engine/diff/written-side';
import { proveModel } from '../engine/prove';
import { reportData } from '../engine/report';
import { PROFILES, type ProfileName } from '../kubernetes/controls';
import { DISK } from '../manifests/files';
import { ProblemError } from '../manifests/problem';
import { pageHtml, type PageAssets } from '../report/page/html';
import type { ProofSource } from '../report/page/proof-data';

/** What `bulwark report` was told. */
export interface ReportCommandOptions {
  readonly against?: string;
  readonly out?: string;
  readonly cluster?: readonly string[];
  readonly kubernetes?: string;
  readonly exclude?: readonly string[];
}

/** The page holds all of them; a reader chooses. */
const BENCHMARKS = Object.keys(PROFILES) as ProfileName[];

interface Subject {
  readonly name: string;
  readonly side: DiffSide;
  readonly before?: DiffSide;
  readonly proof: (cluster: SideCluster) => ProofSource;
}

/** One page on each cluster of an app or a tree. 0 once it is written. */
export async function report(path: string | undefined, options: ReportCommandOptions): Promise<number> {
  const { out, cluster: clusters } = options;
  if (out === undefined && process.stdout.isTTY) {
    throw usage('a page is nothing to read on a terminal', 'name a file: -o report.html', '--output');
  }
  const { placesOf } = await import('./graphviz.js');
  const { name, side, before, proof } = path !== undefined && !looksLikeApp(path) ? await ofManifests(path, options) : await ofApp(path, options);
  refuseUnknown(side, before, clusters);
  const data = await reportData({
    subject: name, tool: `bulwark ${version()}`, side, before, proof, clusters, show: relativeFile, graphviz: placesOf,
  });
  const html = pageHtml(data, assets());
  if (out === undefined || out === '-') print(html);
  else writePage(out, html);
  return 0;
}

/** The clusters of a folder, each with what `check` says of it. */
async function ofManifests(path: string, options: ReportCommandOptions): Promise<Subject> {
  if (path === '-') {
    throw usage('a stream is nothing that a report could point into', 'name a folder or a file');
  }
  const { exclude, kubernetes, against } = options;
  const reading = { exclude, kubernetesMinor: minorOf(kubernetes) };
  const beside = problemsBeside(path, reading);
  if (beside.length > 0) {
    throw new ProblemError(...beside);
  }
  const proof = ({ name }: SideCluster) => checkManifests(path, { ...reading, profiles: BENCHMARKS }, name === undefined ? undefined : [name]);
  if (against === undefined) {
    return { name: path, side: readSide(resolve(path), DISK, reading, new Texts()), proof };
  }
  const { before, after } = await sidesOf(against, undefined, { ...options, path });
  return { name: path, side: after, before: { ...before, name: against }, proof };
}

/** What an app makes now. */
async function ofApp(path: string | undefined, options: ReportCommandOptions): Promise<Subject> {
  const { exclude, kubernetes, against } = options;
  if (exclude !== undefined && against === undefined) {
    throw usage('--exclude belongs to manifests, and an app is reported on', 'leave it out, or name the manifests');
  }
  if (kubernetes !== undefined && against === undefined) {
    throw usage('--kubernetes belongs to manifests, and an app is reported on for its targets', 'leave it out, or name the manifests', '--kubernetes');
  }
  const file = findApp(path);
  const [app, ...others] = await loadApps(file);
  if (others.length > 0) {
    throw usage('the program makes several apps, and a report is of one', 'name the folder of one of them');
  }
  const proof = ({ name }: SideCluster) => proveModel(app!.model(name!), BENCHMARKS);
  if (against === undefined) {
    return { name: relativeFile(file), side: modelSide(outdirOf(app!, undefined), app!.clusters, cluster => app!.model(cluster)), proof };
  }
  const { before, after } = await sidesOf(against, undefined, options, { app: app!, program: file });
  return { name: relativeFile(file), side: after, before: { ...before, name: against }, proof };
}

function refuseUnknown(side: DiffSide, before: DiffSide | undefined, clusters: readonly string[] | undefined): void {
  const known = [...side.clusters, ...before?.clusters ?? []].map(({ name }) => name);
  const unknown = clusters?.find(name => !known.includes(name));
  if (unknown !== undefined) {
    throw new ProblemError({ id: 'cluster-unknown', message: `there is no cluster ${unknown}`, fix: `name one of ${[...new Set(known)].filter(Boolean).join(', ') || 'none: leave out --cluster'}` });
  }
}

/** Made beside the compiled modules when this package is compiled. */
function assets(): PageAssets {
  return JSON.parse(readFileSync(join(__dirname, '../report/page/assets.json'), 'utf8')) as PageAssets;
}
