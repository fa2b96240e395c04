import { expect, test } from 'vitest';
import { KernelBuilder } from '../../compiler/builder.ts';
import type { Reg } from '../../compiler/kernel.ts';
import { at, range } from '../../support/shape.ts';
import { allocateRegisters } from './allocate-registers.ts';
import { liveRanges } from './live-ranges.ts';

const reg = (id: number): Reg => ({ id, type: 'vf32' });

interface Range {
  readonly start: number;
  readonly end: number;
  readonly cost: number;
}

/** Places of registers 0, 1, 2, ... with these ranges. */
function allocate(ranges: readonly Range[], available: readonly number[]): { places: number[]; slots: number } {
  const order = ranges.map((_, id) => reg(id));
  const places = new Int32Array(ranges.length);
  const live = {
    order,
    start: Int32Array.from(ranges, ({ start }) => start),
    end: Int32Array.from(ranges, ({ end }) => end),
    cost: Float64Array.from(ranges, ({ cost }) => cost),
    occurrences: new Int32Array(ranges.length),
  };
  const slots = allocateRegisters(order, live, available, places);
  return { places: [...places], slots };
}

test('values that live at the same time get different registers, and registers are used again', () => {
  const ranges = [
    { start: 0, end: 2, cost: 1 },
    { start: 1, end: 5, cost: 1 },
    { start: 3, end: 4, cost: 1 },
  ];
  expect(allocate(ranges, [7, 8])).toEqual({ places: [7, 8, 7], slots: 0 });
});

test('a value that ends where another starts does not share its register: an instruction may write before it reads', () => {
  const ranges = [
    { start: 0, end: 2, cost: 1 },
    { start: 2, end: 3, cost: 1 },
  ];
  expect(allocate(ranges, [7, 8]).places).toEqual([7, 8]);
});

test('the value that is used least goes to memory, whether it came first or last', () => {
  for (const light of [0, 1, 2]) {
    const ranges = range(3).map((id) => ({ start: id, end: 9, cost: (id === light ? 1 : 5) * (10 - id) }));
    const { places, slots } = allocate(ranges, [7, 8]);
    expect(slots).toBe(1);
    expect(places.map((place) => place < 0)).toEqual(range(3).map((id) => id === light));
    expect(places[light]).toBe(~0);
  }
});

test('what a loop reads from outside lives to its end, and what it leaves behind lives from its start', () => {
  const b = new KernelBuilder(16);
  const outside = b.reg('index');
  const after = b.reg('index');
  b.copy(outside, b.begin);
  b.loop(0, 10, 1, () => {
    b.loop(0, 10, 1, () => b.copy(after, outside));
    b.op('add', 'index', b.end, b.end);
  });
  const second = b.reg('index');
  b.loop(0, 10, 1, () => {
    b.copy(second, after);
    b.op('add', 'index', b.end, b.end);
  });
  const kernel = b.finish('test', 1, false);
  const { start, end, order, occurrences } = liveRanges(kernel);
  const of = ({ id }: Reg) => ({ start: start[id] ?? -1, end: end[id] ?? -1 });
  const sums = kernel.body
    .filter((instr) => instr.kind === 'loop')
    .flatMap(({ body }) => body.flatMap((instr) => (instr.kind === 'op' ? [instr.dst] : [])));
  const [inFirst, inSecond] = [of(at(sums, 0)), of(at(sums, 1))];
  expect(of(outside).end).toBeGreaterThanOrEqual(inFirst.end);
  expect(of(outside).end).toBeLessThan(inSecond.start);
  expect(of(after).start).toBeLessThanOrEqual(inFirst.start);
  expect(of(after).end).toBeGreaterThanOrEqual(inSecond.end);
  expect(occurrences[outside.id]).toBe(2);
  const starts = order.map((entry) => of(entry).start);
  expect(starts).toEqual([...starts].sort((x, y) => x - y));
});
