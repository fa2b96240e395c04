import { KernelBuilder } from './builder.ts';
import type { Kernel, Reg, Target } from './kernel.ts';
import { parallelCost } from './lower-map.ts';
import { type Element, type Lines, lineStart } from './lower-special.ts';

/** Whether the elements at two addresses are in the wrong order: second < first, where NaN is greater than every number. */
function misplaced(b: KernelBuilder, first: Reg, second: Reg, element: Element): Reg {
  const less = b.op(element.unsigned ? 'ltUnsigned' : 'lt', 'i32', second, first);
  if (element.type !== 'f32') return less;
  const onlyFirstNaN = b.op('and', 'i32', b.op('ne', 'i32', first, first), b.op('eq', 'i32', second, second));
  return b.op('or', 'i32', less, onlyFirstNaN);
}

/**
 * Stable ascending order of each line by merging sorted runs of 1, 2, 4, ... indices, from one buffer to another and
 * back: n log n steps without branches. `scratch` holds as many indices as `out`.
 */
export function lowerArgsort(
  name: string,
  buffers: { x: number; out: number; scratch: number },
  lines: Lines,
  element: Element,
  target: Target,
): Kernel {
  const { extent, inner } = lines;
  const b = new KernelBuilder(target.lanes);
  const x = b.base(buffers.x, 'read');
  const out = b.base(buffers.out, 'write');
  const scratch = b.base(buffers.scratch, 'write');
  const step = inner * 4;
  const rounds = Math.ceil(Math.log2(Math.max(1, extent)));
  const int = (value: number) => b.const('index', value);
  b.loop(b.begin, b.end, 1, (line) => {
    const start = lineStart(b, x, line, lines);
    const [outStart, scratchStart] = [lineStart(b, out, line, lines), lineStart(b, scratch, line, lines)];
    // The last round must write to `out`.
    let [source, goal] = rounds % 2 === 0 ? [outStart, scratchStart] : [scratchStart, outStart];
    b.loop(0, extent, 1, (k) => {
      const index = b.reg('i32');
      b.copy(index, k);
      b.store(index, b.offset(source, k, step));
    });
    for (let round = 0; round < rounds; round++) {
      merge(b, { source, goal, start, extent, step, width: 2 ** round }, element, int);
      [source, goal] = [goal, source];
    }
  });
  return b.finish(name, lines.lines, lines.lines * extent * rounds > parallelCost(target));
}

/** Merges neighbouring runs of `width` indices at `source` into runs of twice the width at `goal`. */
function merge(
  b: KernelBuilder,
  run: { source: Reg; goal: Reg; start: Reg; extent: number; step: number; width: number },
  element: Element,
  int: (value: number) => Reg,
): void {
  const { source, goal, start, extent, step, width } = run;
  b.loop(0, extent, 2 * width, (from) => {
    const middle = b.op('min', 'index', b.plus(from, width), int(extent));
    const to = b.op('min', 'index', b.plus(from, 2 * width), int(extent));
    const left = b.reg('index');
    const right = b.reg('index');
    b.copy(left, from);
    b.copy(right, middle);
    b.loop(from, to, 1, (k) => {
      // Behind its end a run shows its last index, which is not taken.
      const indexAt = (position: Reg) =>
        b.load('i32', b.offset(source, b.op('min', 'index', position, int(extent - 1)), step));
      const valueAt = (index: Reg) => {
        const offset = b.reg('index');
        b.copy(offset, index);
        return b.load(element.type, b.offset(start, offset, step));
      };
      const [first, second] = [indexAt(left), indexAt(right)];
      const leftDone = b.op('ge', 'i32', left, middle);
      const rightOpen = b.op('lt', 'i32', right, to);
      const better = b.op('or', 'i32', leftDone, misplaced(b, valueAt(first), valueAt(second), element));
      const takeRight = b.op('and', 'i32', rightOpen, better);
      const chosen = b.reg('i32');
      b.copy(chosen, first);
      b.if(takeRight, () => b.copy(chosen, second));
      b.store(chosen, b.offset(goal, k, step));
      const taken = b.reg('index');
      b.copy(taken, takeRight);
      b.opInto(right, 'add', right, taken);
      b.opInto(left, 'add', left, b.op('sub', 'index', int(1), taken));
    });
  });
}
