import { at } from '../support/shape.ts';
import type { Instr, Kernel, Reg } from './kernel.ts';

/** A part of a buffer that moves on with each iteration of a loop: `stride` times its counter, from `offset`, in elements. */
export interface Window {
  readonly of: number;
  /** Loops around the one whose counter moves the window. */
  readonly depth: number;
  readonly stride: number;
  readonly offset: number;
}

/** The buffer that a window is part of, which has a place of its own. */
export function rootOf(buffer: number, windows: ReadonlyMap<number, Window>): number {
  let root = buffer;
  for (let window = windows.get(root); window !== undefined; window = windows.get(root)) root = window.of;
  return root;
}

/**
 * A kernel inside of `depth` loops, with the addresses of windows computed from the loops' counters. The counters are
 * parameters of the kernel; it has none when it touches no window.
 */
export function resolveWindows(kernel: Kernel, windows: ReadonlyMap<number, Window>, depth: number): Kernel {
  const touched = [...kernel.reads, ...kernel.writes];
  if (!touched.some((buffer) => windows.has(buffer))) return kernel;
  const registers = [...kernel.registers];
  const constants = new Map(kernel.constants);
  const reg = (): Reg => {
    const made: Reg = { id: registers.length, type: 'index' };
    registers.push(made);
    return made;
  };
  const counters = Array.from({ length: depth }, reg);
  const addressOf = ({ dst, buffer }: Extract<Instr, { kind: 'base' }>): Instr[] => {
    const made: Instr[] = [{ kind: 'base', dst, buffer: rootOf(buffer, windows) }];
    const number = (value: number): Reg => {
      const constant = reg();
      made.push({ kind: 'const', dst: constant, value });
      constants.set(constant, value);
      return constant;
    };
    for (let window = windows.get(buffer); window !== undefined; window = windows.get(window.of)) {
      const moved = reg();
      made.push({ kind: 'op', op: 'mul', dst: moved, args: [at(counters, window.depth), number(window.stride * 4)] });
      made.push({ kind: 'op', op: 'add', dst, args: [dst, moved] });
      if (window.offset !== 0) made.push({ kind: 'op', op: 'add', dst, args: [dst, number(window.offset * 4)] });
    }
    return made;
  };
  const block = (body: readonly Instr[]): Instr[] =>
    body.flatMap((instr) => {
      if (instr.kind === 'base') return addressOf(instr);
      return instr.kind === 'loop' || instr.kind === 'if' ? [{ ...instr, body: block(instr.body) }] : [instr];
    });
  const roots = (buffers: readonly number[]) => [...new Set(buffers.map((buffer) => rootOf(buffer, windows)))];
  const body = block(kernel.body);
  return { ...kernel, body, registers, constants, counters, reads: roots(kernel.reads), writes: roots(kernel.writes) };
}
