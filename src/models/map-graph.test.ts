import { describe, expect, test } from 'vitest';
import { Dense } from '../layers/core/dense.ts';
import { Input } from '../layers/core/input.ts';
import { KerasTensor } from '../layers/keras-tensor.ts';
import { Add } from '../layers/merging/add.ts';
import { Concatenate } from '../layers/merging/concatenate.ts';
import { Flatten } from '../layers/reshaping/flatten.ts';
import { mapGraph } from './map-graph.ts';

const names = (layers: readonly { readonly name: string }[]) => layers.map(({ name }) => name);

describe('mapGraph', () => {
  test('layers come by their distance from the outputs, then in the order of traversal', () => {
    const wide = new Input({ shape: [5], name: 'wide' });
    const deep = new Input({ shape: [3, 4], name: 'deep' });
    const hidden = new Dense(6, { name: 'hidden' }).apply(new Flatten({ name: 'flat' }).apply(deep));
    const joined = new Concatenate({ name: 'joined' }).apply([wide, hidden]);
    const outputs = [new Dense(1, { name: 'main' }).apply(joined), new Dense(2, { name: 'aux' }).apply(hidden)];
    expect(names(mapGraph([wide, deep], outputs).layers)).toEqual([
      'deep',
      'flat',
      'wide',
      'hidden',
      'joined',
      'main',
      'aux',
    ]);
  });

  test('a shared layer counts with its largest distance', () => {
    const [a, b] = [new Input({ shape: [4], name: 'a' }), new Input({ shape: [3], name: 'b' })];
    const shared = new Dense(4, { name: 'shared' });
    const left = shared.apply(a);
    const right = shared.apply(new Dense(4, { name: 'adapter' }).apply(b));
    const { layers, nodes } = mapGraph([a, b], [new Add({ name: 'sum' }).apply([left, right])]);
    expect(names(layers)).toEqual(['b', 'a', 'adapter', 'shared', 'sum']);
    expect(nodes.filter((node) => node.layer === shared).length).toBe(2);
  });

  test('inputs that nothing depends on are part of it', () => {
    const [a, b] = [new Input({ shape: [1], name: 'used' }), new Input({ shape: [1], name: 'unused' })];
    const { layers } = mapGraph([a, b], [new Dense(1, { name: 'out' }).apply(a)]);
    expect(new Set(names(layers))).toEqual(new Set(['used', 'unused', 'out']));
  });

  test('refuses disconnected graphs, doubled names and tensors from nowhere', () => {
    const [a, b] = [new Input({ shape: [1], name: 'a' }), new Input({ shape: [1], name: 'b' })];
    const sum = new Add({ name: 'sum' }).apply([a, b]);
    expect(() => mapGraph([a], [sum])).toThrow(/disconnected: layer "b" needs.*Received: inputs=a/s);
    const twice = new Dense(1, { name: 'same' }).apply(new Dense(1, { name: 'same' }).apply(a));
    expect(() => mapGraph([a], [twice])).toThrow(/two layers named "same"/);
    expect(() => mapGraph([a], [new KerasTensor([null, 1])])).toThrow(/must come from layers/);
  });

  test('thousands of layers deep', () => {
    const start = new Input({ shape: [1], name: 'start' });
    let x: KerasTensor = start;
    for (let i = 0; i < 3000; i++) x = new Flatten({ name: `f${i}` }).apply(x);
    expect(mapGraph([start], [x]).layers.length).toBe(3001);
  });
});
