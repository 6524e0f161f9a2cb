import { App, Chart, Lazy } from 'cdk8s';
import { shown } from '../../src/manifests/problem';
import { Port } from 'cdk8s-bulwark';

const itself: unknown[] = [];
itself.push(itself);

class Says {
  public toString(): string {
    return 'a place';
  }
}

class Throws {
  public toString(): string {
    throw new Error('no');
  }
}

test.each<[unknown, string]>([
  ['a', '"a"'], [1, '1'], [-0, '0'], [NaN, 'NaN'], [Infinity, 'Infinity'], [true, 'true'], [null, 'null'], [undefined, 'undefined'],
  [[], '[]'], [{ a: [1, { b: null }] }, '{"a":[1,{"b":null}]}'], [Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
  [new Date(0), '"1970-01-01T00:00:00.000Z"'], [1n, '[bigint]'], [Symbol('x'), 'Symbol(x)'],
  [itself, '[object]'], [new Throws(), '[object]'], [new Says(), 'a place'],
])('%p is shown as %s', (value, text) => {
  expect(shown(value)).toBe(text);
});

test('of a class the name is shown, and none of its fields', () => {
  expect(shown(Port.tcp(80))).toBe('[Port]');
  expect(shown([Port.tcp(80), 1])).toBe('["[Port]",1]');
  expect(shown({ ports: Lazy.any({ produce: () => 1 }) })).toBe('{"ports":"[Lazy]"}');
  expect(shown(new Map([['secret', 1]]))).toBe('[Map]');
});

test('a construct is shown by its path', () => {
  const app = new App();
  const chart = new Chart(app, 'chart');
  expect(shown(chart)).toBe('chart');
  expect(shown({ chart })).toBe('{"chart":"chart"}');
});

test('what is long is cut', () => {
  expect(shown('x'.repeat(500))).toBe(`"${'x'.repeat(116)}...`);
});
