import { podTemplateOf } from '../../src/manifests/pod-template';

const template = { metadata: { labels: { app: 'w' } }, spec: { containers: [] } };
const decoy = { metadata: { labels: { app: 'decoy' } }, spec: { containers: [] } };
const jobTemplate = { spec: { template } };

test.each<[string, string, Record<string, unknown>, string | undefined]>([
  ['apps/v1', 'Deployment', { template }, 'spec.template.spec'],
  ['apps/v1', 'Deployment', { template, jobTemplate: { spec: { template: decoy } } }, 'spec.template.spec'],
  ['apps/v1', 'Deployment', { jobTemplate }, undefined],
  ['batch/v1', 'CronJob', { jobTemplate }, 'spec.jobTemplate.spec.template.spec'],
  ['batch/v1', 'CronJob', { jobTemplate, template: decoy }, 'spec.jobTemplate.spec.template.spec'],
  ['batch/v1', 'CronJob', { template: decoy }, undefined],
  ['example.com/v1', 'Timer', { jobTemplate }, 'spec.jobTemplate.spec.template.spec'],
  ['example.com/v1', 'Timer', { jobTemplate: { spec: { template: decoy } }, template }, 'spec.template.spec'],
])('the template of a %s %s is the one in the field that the kind has: %j', (apiVersion, kind, spec, path) => {
  const found = podTemplateOf({ apiVersion, kind, spec });
  expect([found?.path, found?.labels]).toEqual(path === undefined ? [undefined, undefined] : [path, { app: 'w' }]);
});
