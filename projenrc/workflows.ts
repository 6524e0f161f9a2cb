import type { cdk } from 'projen';
import { github } from 'projen';

/** github/codeql-action v4.37.9. */
const CODEQL = 'cdf488f595d80d6e07e03d4674febd5ab45fa938';

/**
 * What projen's workflows lack for a package on which clusters rest: tokens that only read wherever reading is enough, a release
 * that leaves the committed manifests alone and tells what is inside, the packages of all languages in use, and CodeQL.
 */
export function tightenWorkflows(project: cdk.JsiiProject): void {
  readOnly(project);
  release(project);
  codeql(project);
  project.buildWorkflow?.addPostBuildJob('consumers', {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: github.workflows.JobPermission.READ },
    tools: { node: { version: '20.16.0' }, go: { version: '1.26' }, java: { version: '17' }, python: { version: '3.11' } },
    steps: [
      github.WorkflowSteps.checkout({
        with: { ref: '${{ github.event.pull_request.head.sha }}', repository: '${{ github.event.pull_request.head.repo.full_name }}' },
      }),
      { name: 'Install dependencies', run: 'npm ci' },
      { name: 'Compile', run: 'npx projen compile' },
      { name: 'Use the four packages', run: 'test/consumers/run.sh' },
    ],
  });
}

function readOnly(project: cdk.JsiiProject): void {
  const build = project.tryFindObjectFile('.github/workflows/build.yml')!;
  build.addOverride('jobs.build.permissions.contents', 'read');
  // The job that builds pushes nothing; `release_github` makes the tag.
  project.tryFindObjectFile('.github/workflows/release.yml')!.addOverride('jobs.release.permissions.contents', 'read');
  project.tryFindObjectFile('.github/workflows/pull-request-lint.yml')!.addOverride('jobs.validate.permissions.pull-requests', 'read');
}

function release(project: cdk.JsiiProject): void {
  // projen empties `dist`, in which our manifests are committed.
  project.tasks.tryFind('release')!.updateStep(0, {
    exec: 'rm -rf dist/js dist/python dist/java dist/go dist/changelog.md dist/releasetag.txt dist/version.txt dist/sbom.cdx.json',
  });
  project.addTask('sbom', { description: 'List what the built package of npm holds, as CycloneDX', exec: 'jiti projenrc/sbom.ts' });
  const workflow = project.tryFindObjectFile('.github/workflows/release.yml')!;
  // Trusted publishing asks for npm 11.5, which comes with Node 24.
  workflow.addOverride('jobs.release_npm.steps.0.with.node-version', '24');
  workflow.addOverride('jobs.release_github.steps.3.run', [
    'tag=$(cat "$RELEASE_TAG_FILE") &&',
    'gh release view "$tag" -R "$GITHUB_REPOSITORY" 2>/dev/null ||',
    'gh release create "$tag" -R "$GITHUB_REPOSITORY" -F "$CHANGELOG_FILE" -t "$tag" --target "$GITHUB_SHA" dist/sbom.cdx.json dist/js/*.tgz',
  ].join('\n'));
}

function codeql(project: cdk.JsiiProject): void {
  const workflow = new github.GithubWorkflow(project.github!, 'codeql');
  workflow.on({ push: { branches: ['main'] }, pullRequest: { branches: ['main'] }, schedule: [{ cron: '17 4 * * 1' }] });
  workflow.addJob('analyze', {
    runsOn: ['ubuntu-latest'],
    permissions: {
      actions: github.workflows.JobPermission.READ,
      contents: github.workflows.JobPermission.READ,
      securityEvents: github.workflows.JobPermission.WRITE,
    },
    steps: [
      github.WorkflowSteps.checkout(),
      {
        name: 'Start CodeQL',
        uses: `github/codeql-action/init@${CODEQL}`,
        with: { 'languages': 'javascript-typescript', 'build-mode': 'none', 'queries': 'security-and-quality' },
      },
      { name: 'Ask it', uses: `github/codeql-action/analyze@${CODEQL}` },
    ],
  });
}
