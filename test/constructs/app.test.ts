import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject } from 'cdk8s';
import * as yaml from 'yaml';
import { problemOf, problemsOf, small } from './support';
import { PolicyApp } from 'cdk8s-bulwark';

test.each(['../x', '.', '', 'a/b', '-a', 'x'.repeat(101), '__proto__', 'a\u202eb'])('%j is no name of an app: it is a folder', name => {
  expect(problemOf(() => new PolicyApp({ name }))).toMatchObject({ id: 'construct-invalid', field: 'PolicyApp.name', value: JSON.stringify(name) });
});

test('a program in Python, Java or Go says the name: the folder of what runs it is another each time', () => {
  process.env.JSII_AGENT = 'Python/3.11';
  try {
    jest.isolateModules(() => {
      const { PolicyApp: Foreign } = require('../../src') as typeof import('../../src');
      expect(problemOf(() => new Foreign())).toMatchObject({ id: 'construct-invalid', field: 'PolicyApp.name', fix: 'set the prop name' });
      expect(new Foreign({ name: 'shop' }).appName).toBe('shop');
    });
  } finally {
    delete process.env.JSII_AGENT;
  }
});

test('without a name it has that of its folder or package', () => {
  expect(new PolicyApp().appName).toBe('constructs');
});

test('a test that runs a program writes nothing', () => {
  const outdir = join(mkdtempSync(join(tmpdir(), 'bulwark-')), 'out');
  try {
    new PolicyApp({ name: 'x', outdir }).synth();
    expect(existsSync(outdir)).toBe(false);
  } finally {
    rmSync(join(outdir, '..'), { recursive: true });
  }
});

test('as a stream, policies and namespaces come before workloads, whatever the order of their declaration', () => {
  const stream = (reverse: boolean) => {
    const { app, shop } = small();
    const makes = ['a', 'b', 'c'].map(id => () => new ApiObject(shop, id, { apiVersion: 'v1', kind: id === 'a' ? 'Service' : 'ServiceAccount' }));
    (reverse ? makes.reverse() : makes).forEach(make => make());
    return app.synthYaml();
  };
  expect(stream(true)).toBe(stream(false));
  expect(yaml.parseAllDocuments(stream(false)).map(document => document.get('kind'))).toEqual(['Namespace', 'ServiceAccount', 'ServiceAccount', 'Service']);
});

test('what no manifest can hold is an error that names construct, object and field', () => {
  const { app, shop } = small();
  new ApiObject(shop, 'a', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: NaN } });
  expect(problemOf(() => app.synthYaml())).toMatchObject({
    id: 'object-unprintable', construct: 'prod/shop/a', object: 'Deployment shop/a', field: 'spec.replicas', message: 'is NaN, which JSON cannot hold',
  });
});

test('validations are collected from every level, each with its path', () => {
  const { app, prod, shop } = small();
  const say = (...messages: string[]) => ({ validate: () => messages });
  app.node.addValidation(say('from the app'));
  expect(problemsOf(() => app._register())).toMatchObject([{ id: 'construct-validation', construct: '', message: 'from the app' }]);
  const other = small();
  other.prod.node.addValidation(say('one', 'two'));
  other.shop.node.addValidation(say('three'));
  expect(problemsOf(() => other.app._register().model('prod')).map(({ construct, message }) => `${construct}: ${message}`)).toEqual(['prod: one', 'prod: two', 'prod/shop: three']);
  expect([prod.node.path, shop.node.path]).toEqual(['prod', 'prod/shop']);
});
