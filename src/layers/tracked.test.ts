import { expect, test } from 'vitest';
import { Variable } from '../tensor/variable.ts';
import { fieldsOf } from './tracked.ts';

const isVariable = (x: object): x is Variable => x instanceof Variable;

test('finds what fields hold, in declaration order, each once', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => new Variable(0, { name }));
  const owner = { first: a, list: [b, [a]], record: { c }, map: new Map([['d', d]]), data: [1, 2, 3], none: null };
  expect(fieldsOf(owner, isVariable).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
});

test('survives cycles', () => {
  const owner: { self?: unknown; list: unknown[] } = { list: [] };
  owner.self = owner;
  owner.list.push(owner.list, new Variable(1, { name: 'v' }));
  expect(fieldsOf(owner, isVariable).length).toBe(1);
});

test('does not look into instances of other classes', () => {
  class Box {
    readonly inner = new Variable(1);
  }
  expect(fieldsOf({ box: new Box() }, isVariable)).toEqual([]);
});
