import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ControlPlane } from './harness/control-plane';
import { assetsFromEnvironment } from './harness/environment';
import { Reachability } from './kit/reachability';

/** What happens to a run when a real server dies under it. `bad-input.test.ts` has what needs no server. */
const assets = assetsFromEnvironment();

test('a server that dies during a run fails it, with its log; the others are stopped', async () => {
  const said: string[] = [];
  jest.spyOn(process.stderr, 'write').mockImplementation(text => said.push(String(text)) > 0);
  const plane = await ControlPlane.start(assets);
  const [etcd, apiServer] = [plane.pidOf('etcd'), plane.pidOf('kube-apiserver')];
  process.kill(apiServer, 'SIGKILL');
  await expect(plane.until(async () => false)).rejects.toThrow('kube-apiserver was ended by SIGKILL; its log');
  await expect(plane.admin.send('GET', '/readyz')).rejects.toThrow();
  await expect(plane.finish()).rejects.toThrow('kube-apiserver was ended by SIGKILL; its log');
  jest.restoreAllMocks();

  expect(said.join('')).toBe(`logs are kept in ${plane.folder}\n`);
  expect(readFileSync(join(plane.folder, 'kube-apiserver.log'), 'utf8').length).toBeGreaterThan(100);
  expect([etcd, apiServer].filter(pid => existsSync(`/proc/${pid}`))).toEqual([]);
  rmSync(plane.folder, { recursive: true });
});

test('an evaluator that is not there fails what is asked of it', async () => {
  const evaluator = new Reachability(`${assets.reachability}-gone`);
  await expect(evaluator.ask({ namespaces: [], pods: [], policies: [] }, [])).rejects.toThrow('ENOENT');
});
