import type { Node } from '../graph/node.ts';
import { at } from '../support/shape.ts';
import { barriersOf } from './barriers.ts';
import type { Kernel } from './kernel.ts';
import { planArena } from './memory-plan.ts';
import type { BufferPlace, Loop, Program } from './program.ts';
import { resolveWindows, type Window } from './windows.ts';

/** Code that is being written: kernels in order, and loops around some of them. */
export type Code = (
  | { readonly kind: 'kernel'; readonly kernel: Kernel; readonly origins: readonly Node[] }
  | { readonly kind: 'loop'; readonly loop: LoopCode }
)[];

/** A loop with the code of its iterations. */
export interface LoopCode {
  /** Code that stands before the loop: what is the same in every iteration. */
  readonly before: Code;
  /** Computes the condition of a `while` loop, in every iteration and once more. */
  readonly test: Code;
  readonly body: Code;
  readonly repeat: { readonly count: number } | { readonly whileBuffer: number };
}

/** Where code is written: in no loop or in the innermost of some. */
export interface Level {
  readonly outer: Level | undefined;
  readonly loop: LoopCode | undefined;
  /** Code that is being appended to. */
  readonly code: Code;
  /** Buffers that are the same in every iteration of the loop. */
  readonly constants: ReadonlySet<number>;
  readonly depth: number;
}

/** Hands out the buffers of a program, and puts its kernels together in the end. */
export class ProgramWriter {
  readonly #places: (BufferPlace | undefined)[] = [];
  readonly #sizes: (number | undefined)[] = [];
  /** The innermost loop in which a temporary lives from iteration to iteration anew. */
  readonly #owners: (LoopCode | undefined)[] = [];
  readonly #windows = new Map<number, Window>();
  #names = 0;

  /** @param size elements of a temporary; undefined for buffers that have a place */
  newBuffer(place: BufferPlace | undefined, size: number | undefined, level?: Level): number {
    this.#sizes.push(place === undefined ? size : undefined);
    this.#owners.push(level?.loop);
    return this.#places.push(place) - 1;
  }

  /** A part of a buffer that moves with a loop's counter. */
  newWindow(window: Window): number {
    const id = this.newBuffer(undefined, undefined);
    this.#windows.set(id, window);
    return id;
  }

  /** Whether there is something else right behind a buffer. */
  isWindow(buffer: number): boolean {
    return this.#windows.has(buffer);
  }

  name(nodes: readonly Node[]): string {
    return `k${this.#names++}_${[...new Set(nodes.map((node) => node.op))].slice(0, 4).join('_')}`;
  }

  finish(code: Code): Program {
    const kernels: Kernel[] = [];
    const origins: (readonly Node[])[] = [];
    const loops: Loop[] = [];
    const owners: (LoopCode | undefined)[] = [];
    const write = (part: Code, depth: number): void => {
      for (const item of part) {
        if (item.kind === 'kernel') {
          kernels.push(resolveWindows(item.kernel, this.#windows, depth));
          origins.push(item.origins);
          continue;
        }
        const { before, test, body, repeat } = item.loop;
        write(before, depth);
        const first = kernels.length;
        const position = loops.push({ first, end: first, repeat: { count: 0 } }) - 1;
        owners.push(item.loop);
        write(test, depth + 1);
        const testAt = kernels.length;
        write(body, depth + 1);
        loops[position] = {
          first,
          end: kernels.length,
          repeat: 'count' in repeat ? repeat : { ...repeat, at: testAt },
        };
      }
    };
    write(code, 0);
    const lasting = loops.map(({ first, end }, i) => ({
      first,
      end,
      isOwn: (buffer: number) => this.#isInside(this.#owners[buffer], at(owners, i) as LoopCode),
    }));
    const arena = planArena(kernels, this.#sizes, lasting);
    const buffers = this.#places.map(
      (place, i): BufferPlace => place ?? { kind: 'arena', offset: arena.offsets[i] ?? 0 },
    );
    const kept = loops.filter(({ first, end }) => end > first);
    return {
      kernels,
      barriers: barriersOf(kernels, buffers, this.#sizes, kept),
      loops: kept,
      buffers,
      arenaSize: arena.size,
      origins,
    };
  }

  /** Whether a loop is another one or stands inside of it. */
  #isInside(loop: LoopCode | undefined, other: LoopCode): boolean {
    if (loop === undefined) return false;
    if (loop === other) return true;
    const contains = (code: Code): boolean =>
      code.some((item) => item.kind === 'loop' && (item.loop === loop || contains(item.loop.body)));
    return contains(other.body) || contains(other.test);
  }
}
