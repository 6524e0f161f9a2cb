import { Guide } from './guide';
import { fanOutFiles } from '../../src/deliver/agents';

const guide = new Guide('gitops');

test.each(guide.files('yaml').filter(([path]) => !path.startsWith('agent/')))('the guide\'s program writes %s as shown', async (path, text) => {
  expect(await guide.written(path)).toBe(text);
});

test.each(guide.files('yaml').filter(([path]) => path.startsWith('agent/')))('the guide\'s program writes %s beside the clusters as shown', async (path, text) => {
  expect(fanOutFiles('shop', (await guide.app()).fanOuts!).get(path)).toBe(text);
});

test('check finds nothing in it', async () => {
  expect([...(await guide.expectProved()).keys()]).toEqual(['ams', 'ber', 'cph', 'edge', 'eu', 'lab', 'us']);
});
