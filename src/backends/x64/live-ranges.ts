import type { Instr, Kernel, Reg } from '../../compiler/kernel.ts';

/** From the first to the last instruction at which a register must keep its value. */
export interface LiveRange {
  readonly reg: Reg;
  readonly start: number;
  readonly end: number;
  /** Cost of having it in memory: uses, those in loops many times over, per length. */
  readonly weight: number;
}

/** What an instruction reads and writes. Transposition makes do without the scratch registers it is offered. */
export function registersOf(instr: Instr): readonly Reg[] {
  switch (instr.kind) {
    case 'const':
    case 'base':
    case 'laneIndex':
      return [instr.dst];
    case 'copy':
    case 'shift':
    case 'splat':
    case 'extract':
      return [instr.dst, instr.src];
    case 'op':
      return [instr.dst, ...instr.args];
    case 'load':
    case 'loadSplat':
    case 'loadLane':
      return [instr.dst, instr.base];
    case 'store':
    case 'storeLane':
      return [instr.src, instr.base];
    case 'transpose':
      return instr.regs;
    case 'loop':
      return [instr.counter, instr.from, instr.to].filter((x) => typeof x !== 'number');
    case 'if':
      return [instr.condition];
  }
}

/** A use in a loop counts this many times one outside. */
const LOOP_FACTOR = 8;

/**
 * Ranges of a kernel's registers, in one count of instructions through the text. A register that lives at one end of a
 * loop's text lives through all of it, since the text is run again.
 */
export function liveRanges(kernel: Kernel, isInline: (reg: Reg) => boolean): LiveRange[] {
  const spans = new Map<Reg, { start: number; end: number; cost: number }>();
  const loops: { start: number; end: number }[] = [];
  let position = 0;
  const touch = (reg: Reg, cost: number) => {
    if (isInline(reg)) return;
    const span = spans.get(reg);
    if (span === undefined) spans.set(reg, { start: position, end: position, cost });
    else {
      span.end = position;
      span.cost += cost;
    }
  };
  touch(kernel.begin, 1);
  touch(kernel.end, 1);
  for (const counter of kernel.counters) touch(counter, 1);
  const walk = (body: readonly Instr[], cost: number): void => {
    for (const instr of body) {
      position++;
      for (const reg of registersOf(instr)) touch(reg, cost);
      if (instr.kind === 'if') walk(instr.body, cost);
      if (instr.kind !== 'loop') continue;
      const start = position;
      touch(instr.counter, cost * LOOP_FACTOR);
      walk(instr.body, cost * LOOP_FACTOR);
      // The end of the loop's text reads the counter and the bound once more.
      position++;
      touch(instr.counter, cost * LOOP_FACTOR);
      if (typeof instr.to !== 'number') touch(instr.to, cost * LOOP_FACTOR);
      loops.push({ start, end: position });
    }
  };
  walk(kernel.body, 1);
  // Inner loops stand before outer ones, so that what they extend is seen by the outer ones.
  for (const loop of loops) {
    for (const span of spans.values()) {
      if (span.start < loop.start && span.end > loop.start && span.end < loop.end) span.end = loop.end;
      if (span.start > loop.start && span.start < loop.end && span.end > loop.end) span.start = loop.start;
    }
  }
  return [...spans].map(([reg, { start, end, cost }]) => ({ reg, start, end, weight: cost / (1 + end - start) }));
}
