import type { DType, HostArray } from '../../support/dtype.ts';
import type { Shape } from '../../support/shape.ts';
import type { Node, PrimitiveName, Primitives } from '../node.ts';

/** A value on the host: what reference rules take and give. */
export interface HostValue {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly data: HostArray;
}

export interface Spec {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Everything the graph knows of one primitive. How it is lowered stands in the compiler. */
export interface Rule<P extends PrimitiveName> {
  /** Shape and dtype of the result; throws when the operands don't fit. */
  infer(inputs: readonly Spec[], attrs: Primitives[P]): Spec;
  /**
   * Vector-Jacobian product: for the cotangent of the result, the cotangent of each input (null: no gradient flows),
   * as graph nodes.
   */
  vjp(node: Node<P>, cotangent: Node): readonly (Node | null)[];
  /** The result in plain TypeScript: the oracle that every backend is held against. */
  evaluate(inputs: readonly HostValue[], attrs: Primitives[P], result: Spec): HostArray;
}

export type RuleTable<P extends PrimitiveName> = { readonly [Q in P]: Rule<Q> };
