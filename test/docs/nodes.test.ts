import { Guide } from './guide';

const guide = new Guide('nodes');

test.each(guide.files('yaml', 'toml'))('the guide\'s program writes %s as shown', async (path, text) => {
  expect(await guide.written(path)).toBe(text);
});

test('the guide shows files of every kind', () => {
  expect(guide.blocks('yaml', 'toml').length).toBeGreaterThan(5);
});

test('check finds nothing in it that is not acknowledged', async () => {
  await guide.expectProved();
});
