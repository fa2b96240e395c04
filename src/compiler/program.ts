import type { Node } from '../graph/node.ts';
import type { Kernel } from './kernel.ts';

/** Where a program's buffer lives. */
export type BufferPlace =
  | { readonly kind: 'parameter'; readonly index: number }
  | { readonly kind: 'result'; readonly index: number }
  /** In the program's arena, at an element offset. */
  | { readonly kind: 'arena'; readonly offset: number };

/** Kernels that run again and again: those from `first` to before `end`. Loops nest, and are listed outermost first. */
export interface Loop {
  readonly first: number;
  readonly end: number;
  /** How often, or until when: before kernel `at`, the loop ends unless the first element of a buffer is other than 0. */
  readonly repeat: { readonly count: number } | { readonly at: number; readonly whileBuffer: number };
}

/** A compiled graph: kernels in order over numbered buffers. */
export interface Program {
  readonly kernels: readonly Kernel[];
  /** Whether threads wait for each other before kernel i. In a `while` loop they also do before they test. */
  readonly barriers: readonly boolean[];
  readonly loops: readonly Loop[];
  readonly buffers: readonly BufferPlace[];
  /** Elements of the arena. */
  readonly arenaSize: number;
  /** What each kernel computes, for people: the values it stores. */
  readonly origins: readonly (readonly Node[])[];
}

/** How often a kernel runs in one run of its program; loops of unknown length count once. */
export const turnsOf = (program: Program, kernel: number): number =>
  program.loops.reduce(
    (turns, { first, end, repeat }) =>
      kernel >= first && kernel < end && 'count' in repeat ? turns * repeat.count : turns,
    1,
  );

/** A program's order as a tree: kernels by number, and loops around them. */
export type Part =
  | { readonly kind: 'kernel'; readonly index: number }
  | { readonly kind: 'test'; readonly buffer: number }
  | { readonly kind: 'loop'; readonly loop: Loop; readonly depth: number; readonly body: readonly Part[] };

/** The order of kernels and loops, for whoever walks through a program. `while` loops contain their test. */
export function partsOf(kernels: number, loops: readonly Loop[]): Part[] {
  let next = 0;
  const parts = (from: number, to: number, depth: number, around?: Loop): Part[] => {
    const found: Part[] = [];
    for (let i = from; i <= to; ) {
      if (around !== undefined && 'at' in around.repeat && around.repeat.at === i && !found.some(isTest))
        found.push({ kind: 'test', buffer: around.repeat.whileBuffer });
      if (i === to) break;
      const loop = loops[next];
      if (loop !== undefined && loop.first === i && loop.end <= to) {
        next++;
        found.push({ kind: 'loop', loop, depth, body: parts(loop.first, loop.end, depth + 1, loop) });
        i = loop.end;
      } else found.push({ kind: 'kernel', index: i++ });
    }
    return found;
  };
  return parts(0, kernels, 0);
}

/** Loops around the innermost kernel. */
export const depthOf = (parts: readonly Part[]): number =>
  parts.reduce((deepest, part) => (part.kind === 'loop' ? Math.max(deepest, 1 + depthOf(part.body)) : deepest), 0);

const isTest = (part: Part): boolean => part.kind === 'test';
