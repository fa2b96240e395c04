import { expect, test } from 'vitest';
import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { graphSignature } from './signature.ts';

const x = () => g.parameter({}, [2, 3], 'float32');
const of = (...results: Node[]) => graphSignature(results, '');

test('is the same for the same computation on other values', () => {
  const make = () => g.exp(g.add(x(), g.broadcastTo(g.constant(2), [2, 3])));
  expect(of(make())).toBe(of(make()));
});

test('tells everything apart that changes the program', () => {
  const [a, b] = [x(), x()];
  const different: Node[][] = [
    [g.sub(a, b)],
    [g.sub(b, a), a],
    [g.sub(a, a)],
    [g.add(a, b)],
    [g.neg(a)],
    [g.neg(a), a],
    [a, g.neg(a)],
    [g.neg(a), g.neg(a)],
    [g.transpose(a, [1, 0])],
    [g.reshape(a, [3, 2])],
    [g.parameter({}, [3, 2], 'float32')],
    [g.parameter({}, [2, 3], 'int32')],
    [g.constant(0)],
    [g.constant(-0)],
    [g.constant(0, [1])],
    [g.constant(0, [], 'int32')],
    [g.constant(Number.NaN)],
    [g.constant(Infinity)],
    [g.pad(a, [1, 0], [0, 0], Infinity)],
    [g.pad(a, [1, 0], [0, 0], -Infinity)],
    [g.pad(a, [1, 0], [0, 0], Number.NaN)],
    [g.pad(a, [1, 0], [0, 0], 0)],
    [g.pad(a, [1, 0], [0, 0], -0)],
    [g.reduceSum(a, [0])],
    [g.reduceSum(a, [1])],
    [g.cast(a, 'int32')],
    [g.bitcast(a, 'int32')],
    [g.iota([2, 3], 0)],
    [g.iota([2, 3], 1)],
    [],
  ];
  const signatures = different.map((results) => of(...results));
  expect(new Set(signatures).size).toBe(different.length);
});

test('values that are used twice are one value', () => {
  const shared = g.exp(x());
  const parameter = x();
  expect(of(g.add(shared, shared))).not.toBe(of(g.add(g.exp(parameter), g.exp(parameter))));
});

test('what else matters is part of it', () => {
  expect(graphSignature([], 'a')).not.toBe(graphSignature([], 'b'));
});
