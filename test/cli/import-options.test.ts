import { Command } from 'commander';
import { define } from '../../src/cli/commands/import';
import { ClusterTarget } from '../../src/constructs/target';
import { DISTRIBUTIONS } from '../../src/kubernetes/distributions';

test('the distributions that an import can be for are all that there are, each a factory of ClusterTarget', () => {
  const command = new Command();
  define(command);
  const [manifests] = command.commands;
  const { argChoices = [], defaultValue } = manifests!.options.find(({ long }) => long === '--distribution')!;
  expect([...argChoices].sort()).toEqual(Object.keys(DISTRIBUTIONS).sort());
  expect(argChoices).toContain(defaultValue);
  expect(argChoices.filter(name => typeof (ClusterTarget as unknown as Record<string, unknown>)[name] !== 'function')).toEqual([]);
});
