import { problemOf } from '../support';
import { Verb } from 'cdk8s-bulwark';

test('read and readWrite are what their names say, and deletecollection is in neither', () => {
  expect(Verb.read().map(String)).toEqual(['get', 'list', 'watch']);
  expect(Verb.readWrite().map(String)).toEqual(['get', 'list', 'watch', 'create', 'update', 'patch', 'delete']);
});

test.each(['impersonate:user-info', 'post', 'put', 'head', 'console', 'deploy'])('%s is a verb of an extension', verb => {
  expect(Verb.custom(verb).name).toBe(verb);
});

test.each([
  ['GET', 'Verb.GET'], ['get', 'Verb.GET'], ['gets', 'Verb.GET'], ['lst', 'Verb.LIST'], ['Watch', 'Verb.WATCH'], ['creat', 'Verb.CREATE'], ['updates', 'Verb.UPDATE'],
  ['delete', 'Verb.DELETE'], ['deletecollections', 'Verb.DELETECOLLECTION'], ['Impersonate', 'Verb.IMPERSONATE'], ['binds', 'Verb.BIND'],
])('%s is %s, which must be said so', (verb, constant) => {
  expect(problemOf(() => Verb.custom(verb))).toMatchObject({ field: 'Verb.custom', value: JSON.stringify(verb), fix: `use ${constant}` });
});

test.each(['*', '', 'a b', 'get*', 'a*', undefined as unknown as string])('%j is no verb', verb => {
  expect(problemOf(() => Verb.custom(verb))).toMatchObject({ id: 'construct-invalid' });
});
