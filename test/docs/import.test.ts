import { Guide } from './guide';
import { importManifests } from '../../src/adopt/manifests/import';
import { parseManifests } from '../../src/manifests/read';
import { Sandbox } from '../cli/support';

const guide = new Guide('import');
const sandbox = new Sandbox();
afterAll(() => sandbox.remove());

test('the manifests that the guide shows become the program that it shows', () => {
  const { manifests } = parseManifests(guide.blocks('yaml')[0]!, 'k8s.yaml');
  const { files } = importManifests(manifests, { clusterName: 'cluster', distribution: 'generic', minor: 36 });
  expect(files.get('main.ts')).toBe(guide.blocks('ts')[0]);
});

test('the log that it shows gives the answers that it shows', async () => {
  sandbox.put({ 'audit.log': guide.blocks('json')[0]! });
  const shown = guide.blocks('console').find(block => block.includes('audit.log'))!;
  const commands = [...shown.matchAll(/^\$ bulwark (.*)$/gm)].map(match => match[1]!);
  const answers: string[] = [];
  for (const command of commands) {
    answers.push(`$ bulwark ${command}\n${(await sandbox.run(command.split(' '))).out}`);
  }
  expect(answers.join('')).toBe(shown);
});
