import { cdk, cdk8s, javascript, release } from 'projen';
import { floorZones } from './projenrc/floors';
import { tightenWorkflows } from './projenrc/workflows';

// Beside the one that tests are written with: what an author may bring. Pure JavaScript, without install scripts.
const plus = ['28@^2.5.6', '29@^2.6.0', '30@^2.4.10', '31@^2.6.43', '32@^2.5.92', '33@^2.5.57', '34@^2.0.54'].map(version => `cdk8s-plus-${version}`);

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-bulwark',
  description: 'Typed security constructs for Kubernetes, a GitOps tree from them, and proofs of what it means',
  keywords: ['cdk8s', 'kubernetes', 'rbac', 'networkpolicy', 'audit', 'gitops', 'security'],
  license: 'Apache-2.0',
  defaultReleaseBranch: 'main',
  author: 'The cdk8s-bulwark authors',
  authorAddress: 'https://github.com/cdk8s-bulwark',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk8s-bulwark/cdk8s-bulwark',
  projenrcTs: true,
  packageManager: javascript.NodePackageManager.NPM,
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.3',
  minNodeVersion: '20.16.0',
  cdk8sVersion: '2.70.2',
  constructsVersion: '10.5.1',
  pullRequestTemplate: false,
  githubOptions: { mergify: false },
  // Somebody decides that there is a release; what its number is, and what is told of it, the commits say.
  releaseTrigger: release.ReleaseTrigger.workflowDispatch(),
  jsiiReleaseVersion: '0.2.1061',
  // 13 asks for Node 22, and the workflows run on the oldest that the package supports.
  bumpPackage: 'commit-and-tag-version@^12',
  postBuildSteps: [{ name: 'List what is inside', run: 'npx projen sbom' }],
  npmTrustedPublishing: true,
  npmProvenance: true,
  buildWorkflowOptions: { mutableBuild: false },
  depsUpgradeOptions: { workflowOptions: { schedule: javascript.UpgradeDependenciesSchedule.WEEKLY } },
  // API.md, from the compiled surface: by `npx projen docgen`, or `npm run build`.
  docgen: true,
  bin: { bulwark: 'lib/cli/main.js' },
  publishToPypi: { distName: 'cdk8s-bulwark', module: 'cdk8s_bulwark', trustedPublishing: true },
  publishToMaven: { javaPackage: 'io.github.cdk8s_bulwark', mavenGroupId: 'io.github.cdk8s-bulwark', mavenArtifactId: 'cdk8s-bulwark' },
  publishToGo: { moduleName: 'github.com/cdk8s-bulwark/cdk8s-bulwark-go', packageName: 'bulwark' },
  bundledDeps: ['@hpcc-js/wasm-graphviz@^1', 'chokidar@^4', 'commander@^14', 'ignore@^7', 'jiti@^2.7.0', 'picocolors@^1', 'smol-toml@^1.9.1', 'yaml@^2.9.0'],
  devDeps: ['@types/js-yaml@^4', 'ajv@^8', 'cdk8s-plus-27@^2.9.5', ...plus, 'fast-check@^4', 'js-yaml@^4'],
  // jsii's own level refuses every option it does not know; ours are stricter than its list.
  validateTsconfig: cdk.ValidateTsconfig.MINIMAL,
  tsconfig: {
    // Programs of the browser, with its types; a project of their own.
    exclude: ['node_modules', 'src/report/page/browser'],
    compilerOptions: {
      noUncheckedIndexedAccess: true,
      noImplicitOverride: true,
      // No maps: the modules are as readable as their sources, and maps would be more than half of each of the four packages.
      inlineSourceMap: false,
      inlineSources: false,
    },
  },
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'apps', 'projenrc'], commandOptions: { fix: false } },
  jestOptions: {
    jestVersion: '^30',
    // jest --ci: a new or changed snapshot fails instead of being written.
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      testMatch: ['<rootDir>/@(src|test|apps)/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/consumers/', '<rootDir>/test/\\.tmp-'],
      collectCoverage: false,
      setupFiles: ['<rootDir>/test/seed.ts'],
      moduleNameMapper: {
        '^cdk8s-bulwark$': '<rootDir>/src',
        '^cdk8s-bulwark/(engine|jest)$': '<rootDir>/src/$1',
      },
    },
  },
});

// unrs-resolver 1.13 lacks platform packages in its lock entries; backport is a release tool that
// cdk8s-plus-27 lists as an optional dependency by mistake.
project.package.addPackageResolutions('unrs-resolver@1.12.2', 'backport@npm:empty-npm-package@1.0.0');
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
project.tasks.addEnvironment('JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION', '20');

project.package.addField('type', 'commonjs');
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './engine': { types: './lib/engine/index.d.ts', default: './lib/engine/index.js' },
  './jest': { types: './lib/jest/index.d.ts', default: './lib/jest/index.js' },
  './package.json': './package.json',
  './.jsii': './.jsii',
});
project.package.addField('typesVersions', {
  '*': { engine: ['lib/engine/index.d.ts'], jest: ['lib/jest/index.d.ts'] },
});

// The script of the report page: compiled against the types of a browser, then put into one text beside its styles.
new javascript.TypescriptConfig(project, {
  fileName: 'src/report/page/browser/tsconfig.json',
  extends: javascript.TypescriptConfigExtends.fromPaths(['../../../../tsconfig.json']),
  compilerOptions: {
    rootDir: '..',
    outDir: '../../../../lib/report/page/.browser',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: [],
    declaration: false,
  },
  include: ['*.ts'],
  exclude: ['node_modules'],
});
project.compileTask.exec('tsc --project src/report/page/browser');
project.compileTask.exec('jiti projenrc/page.ts');
project.compileTask.exec('jiti projenrc/api.ts');
project.compileTask.exec('jiti projenrc/exports.ts');

new javascript.TypescriptConfig(project, {
  fileName: 'apps/tsconfig.json',
  extends: javascript.TypescriptConfigExtends.fromPaths(['../tsconfig.json']),
  compilerOptions: {
    noEmit: true,
    rootDir: '..',
    paths: { 'cdk8s-bulwark': ['../src/index.ts'], 'cdk8s-bulwark/*': ['../src/*/index.ts'] },
  },
  include: ['**/*.ts'],
  exclude: ['node_modules'],
});

// One run of pacmak packs once, and makes the four packages side by side. The Go code is only compiled here, to see that it does:
// what it was compiled with is not shipped, and the checksum database does not know every version of cdk8s for Go.
const packageAll = project.tasks.tryFind('package-all')!;
packageAll.reset('jsii-pacmak -v');
for (const task of [packageAll, project.tasks.tryFind('package:go')!]) {
  task.env('GONOSUMDB', 'github.com/cdk8s-team/cdk8s-core-go');
}

const apps = ['apps/batch/main.ts', 'apps/kubernetes-1-8/main.ts', 'apps/shop/main.ts'];
const synth = project.addTask('synth', { description: 'Compile, then write dist/manifests' });
synth.spawn(project.compileTask);
synth.exec(`node lib/cli/main.js synth ${apps.join(' ')}`);

// jest alone neither compiles nor checks types (its transform works a file at a time).
project.testTask.prependSpawn(project.compileTask);
project.testTask.exec('tsc --project test/tsconfig.json --noEmit');
project.testTask.exec('tsc --project apps/tsconfig.json');

project.addTask('test:cluster', {
  description: 'Compare with a real Kubernetes: build or find its programs, start them on loopback, ask them',
  exec: 'jiti test/cluster/main.ts',
  receiveArgs: true,
});
project.addTask('bench', { description: 'Measure, as ratios within one run', exec: 'jiti test/bench/main.ts', receiveArgs: true });

project.eslint?.addRules({
  'import/no-cycle': 'error',
  'import/no-restricted-paths': ['error', { zones: floorZones() }],
  '@typescript-eslint/member-ordering': 'off',
  // Inside a function, for what most runs never need: `import()` would make it asynchronous. The floors hold for it as well.
  '@typescript-eslint/no-require-imports': ['error', { allow: ['^\\.\\.?/'] }],
  '@stylistic/max-len': ['error', { code: 150, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
});
// Tools of the repository may import what is not shipped.
project.eslint?.addOverride({
  files: ['test/**', 'apps/**', 'projenrc/**'],
  rules: { 'import/no-extraneous-dependencies': 'off' },
});

// A path below an ignored folder cannot be re-included, so the folder is re-included first. The last
// pattern takes back what the ignore list above it would take from a namespace called logs or coverage.
project.gitignore.addPatterns('!/dist/', '/dist/*', '!/dist/manifests/', '!/dist/manifests/**', '/test/.tmp-*/');
project.npmignore?.addPatterns('/apps/', '/docs/', '/.ci/', '/coverage/', '/API.md', '/API.txt', '/ARCHITECTURE.md', '/CHANGELOG.md', '/CONTRIBUTING.md', '/SECURITY.md');

tightenWorkflows(project);
project.synth();
