import * as surface from '../../src';

test('a program can import constructs, value classes and enums, and no function that serves them', () => {
  const isClass = (each: unknown) => typeof each === 'function' && Function.prototype.toString.call(each).startsWith('class');
  const isEnum = (each: unknown) => typeof each === 'object' && each !== null && Object.values(each).every(value => typeof value === 'string');
  expect(Object.entries(surface).filter(([, each]) => !isClass(each) && !isEnum(each)).map(([name]) => name)).toEqual([]);
  expect(Object.keys(surface).length).toBeGreaterThan(60);
});
