/**
 * Writes `src/kubernetes/data/*-fields.ts` of the tools whose Go modules can be had: `npx jiti test/cluster/write-host-fields.ts`.
 * It asks Go's module proxy for each module once. A field that any of the releases has is a field.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf, nameIn, structLines, wrapped } from './kit/field-tables';

interface Source {
  readonly module: string;
  readonly releases: readonly string[];
  /** Folders below the module, in which structs are looked for. */
  readonly folders: readonly string[];
  readonly tag: 'json' | 'toml';
  readonly roots: readonly string[];
}

interface Table {
  readonly name: string;
  readonly sources: readonly Source[];
}

interface File {
  readonly file: string;
  readonly doc: string;
  readonly tables: readonly Table[];
}

const CLUSTER_API = (version: string): Source[] => [
  {
    module: 'sigs.k8s.io/cluster-api/api',
    releases: ['v1.14.2'],
    folders: [`bootstrap/kubeadm/${version}`, `controlplane/kubeadm/${version}`],
    tag: 'json',
    roots: ['KubeadmControlPlaneSpec', 'KubeadmControlPlaneTemplateResource', 'KubeadmConfigSpec'],
  },
  ...version === 'v1beta1' ? [{
    module: 'sigs.k8s.io/cluster-api',
    releases: ['v1.8.12'],
    folders: ['bootstrap/kubeadm/api/v1beta1', 'controlplane/kubeadm/api/v1beta1'],
    tag: 'json' as const,
    roots: ['KubeadmControlPlaneSpec', 'KubeadmControlPlaneTemplateResource', 'KubeadmConfigSpec'],
  }] : [],
];

const CONTAINERD: Omit<Source, 'folders' | 'roots'> = { module: 'github.com/containerd/containerd/v2', releases: ['v2.0.5', 'v2.4.2'], tag: 'toml' };
const CONTAINERD_1: Omit<Source, 'folders' | 'roots'> = { module: 'github.com/containerd/containerd', releases: ['v1.7.28'], tag: 'toml' };

const APISERVER = (version: string, roots: readonly string[], releases: readonly string[]): Source =>
  ({ module: 'k8s.io/apiserver', releases, folders: [`pkg/apis/apiserver/${version}`], tag: 'json', roots });

const FILES: readonly File[] = [
  {
    file: 'kind-fields',
    doc: 'The fields of kind\'s configuration (`kind.x-k8s.io/v1alpha4`)',
    tables: [{ name: 'KIND_FIELDS', sources: [{ module: 'sigs.k8s.io/kind', releases: ['v0.20.0', 'v0.33.0'], folders: ['pkg/apis/config/v1alpha4'], tag: 'json', roots: ['Cluster'] }] }],
  },
  {
    file: 'cluster-api-fields',
    doc: 'The fields of Cluster API\'s kubeadm bootstrap and control plane providers',
    tables: [{ name: 'CLUSTER_API_V1BETA1', sources: CLUSTER_API('v1beta1') }, { name: 'CLUSTER_API_V1BETA2', sources: CLUSTER_API('v1beta2') }],
  },
  {
    file: 'containerd-fields',
    doc: 'The fields of containerd\'s configuration: the file (`Config`), and the tables of its CRI plugins',
    tables: [
      { name: 'CONTAINERD_V2', sources: [{ ...CONTAINERD_1, folders: ['services/server/config'], roots: ['Config'] }, { ...CONTAINERD_1, folders: ['pkg/cri/config'], roots: ['PluginConfig'] }] },
      {
        name: 'CONTAINERD_V3',
        sources: [
          { ...CONTAINERD, folders: ['cmd/containerd/server/config'], roots: ['Config'] },
          { ...CONTAINERD, folders: ['internal/cri/config'], roots: ['RuntimeConfig', 'ImageConfig', 'ServerConfig'] },
        ],
      },
      { name: 'REGISTRY_HOSTS', sources: [{ ...CONTAINERD, folders: ['core/remotes/docker/config'], roots: ['hostFileConfig'] }] },
    ],
  },
  {
    file: 'apiserver-fields',
    doc: 'The fields of the files that kube-apiserver reads (`apiserver.config.k8s.io`)',
    tables: [
      { name: 'APISERVER_V1BETA1', sources: [APISERVER('v1beta1', ['AuthenticationConfiguration', 'AuthorizationConfiguration'], ['v0.30.14', 'v0.37.2'])] },
      {
        name: 'APISERVER_V1',
        sources: [
          APISERVER('v1', ['EncryptionConfiguration', 'AuthenticationConfiguration', 'AuthorizationConfiguration', 'AdmissionConfiguration'], ['v0.37.2']),
        ],
      },
    ],
  },
];

function linesOf({ module, releases, folders, tag, roots }: Source): string[] {
  return releases.flatMap(release => structLines(tag, roots.join(','), folders.map(folder => join(folderOf(module, release), folder))));
}

/** Structs of several releases as one: every field of any, and what is known of its value where they agree. */
function union(lines: readonly string[]): Map<string, Map<string, string>> {
  const structs = new Map<string, Map<string, string>>();
  for (const line of lines) {
    const [struct, ...words] = line.split(' ');
    const fields = structs.get(struct!) ?? new Map<string, string>();
    structs.set(struct!, fields);
    for (const word of words.filter(each => each !== '')) {
      const name = nameIn(word);
      fields.set(name, fields.has(name) && fields.get(name) !== word ? name : word);
    }
  }
  return structs;
}

function render({ name, sources }: Table): string {
  const structs = union(sources.flatMap(linesOf));
  const rows = [...structs].map(([struct, fields]) => `  ${struct}: ${wrapped([...fields.values()].join(' '))},`);
  const from = sources.map(({ module, releases, folders }) => ` * ${module} ${releases.join(' and ')}: ${folders.join(', ')}`).join('\n');
  return `/**\n * From:\n${from}\n */\nexport const ${name}: Fields = {\n${rows.join('\n')}\n};\n`;
}

for (const { file, doc, tables } of FILES) {
  const head = `/**\n * ${doc}.\n * test/cluster/write-host-fields.ts reads them from Go; how they are written is told in ../fields.ts.\n */\n`;
  writeFileSync(join(__dirname, `../../src/kubernetes/data/${file}.ts`), `import type { Fields } from '../fields';\n\n${head}\n${tables.map(render).join('\n')}`);
}
