import { expect, test } from 'vitest';
import { KernelBuilder } from '../../compiler/builder.ts';
import type { Reg } from '../../compiler/kernel.ts';
import { range } from '../../support/shape.ts';
import { allocateRegisters } from './allocate-registers.ts';
import { liveRanges } from './live-ranges.ts';

const reg = (id: number): Reg => ({ id, type: 'vf32' });
const place = (number: number) => ({ kind: 'register', number });

test('values that live at the same time get different registers, and registers are used again', () => {
  const [a, b, c] = [reg(0), reg(1), reg(2)];
  const { places, slots } = allocateRegisters(
    [
      { reg: a, start: 0, end: 2, weight: 1 },
      { reg: b, start: 1, end: 5, weight: 1 },
      { reg: c, start: 3, end: 4, weight: 1 },
    ],
    [7, 8],
  );
  expect(slots).toBe(0);
  expect(places.get(a)).toEqual(place(7));
  expect(places.get(b)).toEqual(place(8));
  expect(places.get(c)).toEqual(place(7));
});

test('a value that ends where another starts does not share its register: an instruction may write before it reads', () => {
  const [a, b] = [reg(0), reg(1)];
  const { places } = allocateRegisters(
    [
      { reg: a, start: 0, end: 2, weight: 1 },
      { reg: b, start: 2, end: 3, weight: 1 },
    ],
    [7, 8],
  );
  expect(places.get(a)).not.toEqual(places.get(b));
});

test('the value that is used least goes to memory, whether it came first or last', () => {
  for (const light of [0, 1, 2]) {
    const ranges = range(3).map((id) => ({ reg: reg(id), start: id, end: 9, weight: id === light ? 1 : 5 }));
    const { places, slots } = allocateRegisters(ranges, [7, 8]);
    expect(slots).toBe(1);
    expect([...places].filter(([, { kind }]) => kind === 'slot').map(([{ id }]) => id)).toEqual([light]);
  }
});

test('what a loop reads from outside lives to its end, and what it leaves behind lives from its start', () => {
  const b = new KernelBuilder(16);
  const outside = b.reg('index');
  const after = b.reg('index');
  b.copy(outside, b.begin);
  b.loop(0, 10, 1, () => {
    b.copy(after, outside);
    b.op('add', 'index', b.end, b.end);
  });
  b.copy(b.reg('index'), after);
  const ranges = liveRanges(b.finish('test', 1, false), () => false);
  const of = (wanted: Reg) => ranges.find((entry) => entry.reg === wanted) ?? { start: -1, end: -1 };
  const inner = ranges.filter(({ reg: { id } }) => id > after.id && id < after.id + 3);
  for (const { start, end } of inner) {
    expect(of(outside).end).toBeGreaterThanOrEqual(end);
    expect(of(after).start).toBeLessThanOrEqual(start);
  }
  expect(of(after).end).toBeGreaterThan(of(outside).end);
});
