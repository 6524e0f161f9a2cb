import { createColors } from 'picocolors';
import { Guide } from './guide';
import { explainWorkload } from '../../src/engine/explain';
import { explainText } from '../../src/report/explain-text';

const guide = new Guide('workloads');

test.each(guide.files('yaml'))('the guide\'s program writes %s as shown', async (path, text) => {
  expect(await guide.written(path)).toBe(text);
});

test('the explanation that the guide shows is what is printed', async () => {
  const { objects, target } = (await guide.clusters()).get('prod')!;
  const text = explainText(explainWorkload({ minor: target.minor, objects }, 'shop/web'), { colors: createColors(false), show: file => file });
  const [, shown] = /^\$ bulwark explain shop\/web\n([\s\S]*)$/.exec(guide.blocks('console')[0]!)!;
  // The first line ends with the place in the program, which is another on every machine.
  const tail = (lines: string) => lines.split('\n').slice(1).join('\n');
  expect(tail(text)).toBe(tail(shown!));
});

test('check finds nothing in it that is not acknowledged', async () => {
  const proofs = await guide.expectProved();
  expect(proofs.get('prod')!.verdicts.length).toBeGreaterThan(3);
});
