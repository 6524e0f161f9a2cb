import { Guide } from './guide';

const guide = new Guide('access');

test.each(guide.files('yaml'))('the guide\'s program writes %s as shown', async (path, text) => {
  expect(await guide.written(path)).toBe(text);
});

test('the guide shows what each construct writes', () => {
  expect(guide.blocks('yaml').length).toBeGreaterThan(8);
});

test('check finds nothing in it that is not acknowledged', async () => {
  await guide.expectProved();
});
