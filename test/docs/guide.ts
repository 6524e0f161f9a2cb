import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectApps, type RegisteredApp } from '../../src/constructs/registry';
import { layOut } from '../../src/deliver/layout';
import type { ClusterModel } from '../../src/deliver/model';
import { proveModel, type Proved } from '../../src/engine/prove';

const ROOT = join(__dirname, '../..');

/** A page of `docs/`, whose blocks of TypeScript are one program and whose other blocks show what comes of it. */
export class Guide {
  private readonly text: string;
  private made?: Promise<ReadonlyMap<string, ClusterModel>>;
  private loaded?: Promise<RegisteredApp>;

  constructor(private readonly name: string) {
    this.text = readFileSync(join(ROOT, 'docs', `${name}.md`), 'utf8');
  }

  /** Code blocks of some languages, in order. */
  public blocks(...languages: string[]): string[] {
    return [...this.text.matchAll(new RegExp(`^\`\`\`(?:${languages.join('|')})\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(match => match[1]!);
  }

  /** The blocks that begin with the path of a file, each as path and text. */
  public files(...languages: string[]): Array<[path: string, text: string]> {
    return this.blocks(...languages).map(block => [/^# (.*)\n/.exec(block)![1]!, block.replace(/^# .*\n/, '')]);
  }

  /** The app of the program. It is run once. */
  public app(): Promise<RegisteredApp> {
    this.loaded ??= this.run();
    return this.loaded;
  }

  /** The clusters of the program, by name. */
  public clusters(): Promise<ReadonlyMap<string, ClusterModel>> {
    this.made ??= this.app().then(app => new Map(app.clusters.map(name => [name, app.model(name)])));
    return this.made;
  }

  /** What the program writes at a path, which may begin with the name of a cluster; of the cluster prod where it does not. */
  public async written(path: string): Promise<string | undefined> {
    const [, cluster = 'prod', file = ''] = /^(?:([a-z]+)\/)?((?:manifests|hosts|agent)\/.*)$/.exec(path)!;
    return layOut((await this.clusters()).get(cluster)!).get(file);
  }

  /** What is proved of each cluster, all of which must hold and need nothing more. */
  public async expectProved(): Promise<Map<string, Proved>> {
    const proofs = new Map([...await this.clusters()].map(([name, model]) => [name, proveModel(model)]));
    for (const [name, { problems, verdicts }] of proofs) {
      expect([name, problems, verdicts.filter(({ verdict }) => verdict !== 'holds')]).toEqual([name, [], []]);
    }
    return proofs;
  }

  private async run(): Promise<RegisteredApp> {
    const holder = mkdtempSync(join(ROOT, 'test', `.tmp-${this.name}-`));
    try {
      mkdirSync(join(holder, 'guide'));
      const file = join(holder, 'guide', 'main.ts');
      writeFileSync(file, this.blocks('ts').join('\n'));
      const [app] = await collectApps(async () => jest.requireActual(file));
      return app!;
    } finally {
      rmSync(holder, { recursive: true });
    }
  }
}
