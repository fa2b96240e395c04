import type { Node } from '../graph/node.ts';
import type { Kernel } from './kernel.ts';

/** Where a program's buffer lives. */
export type BufferPlace =
  | { readonly kind: 'parameter'; readonly index: number }
  | { readonly kind: 'result'; readonly index: number }
  /** In the program's arena, at an element offset. */
  | { readonly kind: 'arena'; readonly offset: number };

/** A compiled graph: kernels in order over numbered buffers. */
export interface Program {
  readonly kernels: readonly Kernel[];
  /** Whether threads wait for each other before kernel i. */
  readonly barriers: readonly boolean[];
  readonly buffers: readonly BufferPlace[];
  /** Elements of the arena. */
  readonly arenaSize: number;
  /** What each kernel computes, for people: the values it stores. */
  readonly origins: readonly (readonly Node[])[];
}
