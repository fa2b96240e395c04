import fc from 'fast-check';
import * as g from '../../graph/build.ts';
import { topologicalOrder } from '../../graph/node.ts';
import type { PhysicalDType } from '../../support/dtype.ts';
import { at, type Shape, sameShape, sizeOf } from '../../support/shape.ts';
import { integers, listed, type ParameterSpec, type Program, quarters } from './program-case.ts';
import { steps } from './steps/index.ts';
import type { Pool } from './steps/pick.ts';
import { integral, scaled, type Tracked } from './tracked.ts';

/** A random graph as plain numbers, which a property test can shrink: each step picks a primitive and its operands. */
export interface Recipe {
  readonly shapes: readonly Shape[];
  readonly parameters: readonly { readonly shape: number; readonly dtype: PhysicalDType; readonly seed: number }[];
  readonly steps: readonly { readonly kind: number; readonly picks: readonly number[] }[];
  readonly results: readonly { readonly pick: number; readonly overwrite: boolean }[];
}

const MAX_ELEMENTS = 700;

const shape = fc
  .array(fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 13, 24, 33), { maxLength: 4 })
  .map((dims) => dims.filter((_, i) => sizeOf(dims.slice(0, i + 1)) <= MAX_ELEMENTS));

/** Not biased towards small numbers: graphs should be large before they shrink. */
export const recipes: fc.Arbitrary<Recipe> = fc.noBias(
  fc.record({
    shapes: fc.array(shape, { minLength: 1, maxLength: 3 }),
    parameters: fc.array(
      fc.record({
        shape: fc.nat(2),
        dtype: fc.constantFrom<PhysicalDType>('float32', 'float32', 'float32', 'float32', 'int32', 'uint32', 'bool'),
        seed: fc.nat(999),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    steps: fc.array(
      fc.record({
        kind: fc.nat(steps.length - 1),
        picks: fc.array(fc.nat(999), { minLength: 8, maxLength: 8 }),
      }),
      { minLength: 1, maxLength: 24, size: 'max' },
    ),
    results: fc.array(fc.record({ pick: fc.nat(999), overwrite: fc.boolean() }), { minLength: 1, maxLength: 5 }),
  }),
);

function specOf(dims: Shape, dtype: PhysicalDType, seed: number): ParameterSpec {
  switch (dtype) {
    case 'float32':
      return quarters(dims, seed);
    case 'bool':
      return integers(dims, 'bool', 0, 1, seed);
    case 'int32':
      return integers(dims, 'int32', -8, 8, seed);
    case 'uint32':
      return integers(dims, 'uint32', 0, 9, seed);
  }
}

/** Follows a recipe. Steps that don't apply to anything are left out. */
export function grow(recipe: Recipe): { program: Program; tracked: readonly Tracked[] } {
  const specs = recipe.parameters.map(({ shape: i, dtype, seed }) =>
    specOf(at(recipe.shapes, i % recipe.shapes.length), dtype, seed),
  );
  const parameters = [...specs, listed([12, 345], 'uint32')];
  const nodes = parameters.map((spec) => g.parameter({}, spec.shape, spec.dtype));
  const pool: Pool = {
    values: specs.map((spec, i) =>
      spec.dtype === 'float32' ? { node: at(nodes, i), bound: 2.25, grain: 2, error: 0 } : integral(at(nodes, i), 9),
    ),
    key: at(nodes, specs.length),
  };
  for (const { kind, picks } of recipe.steps) {
    const made = at(steps, kind)(pool, picks);
    if (made === undefined || sizeOf(made.node.shape) > 2 * MAX_ELEMENTS) continue;
    pool.values.push(made.node.dtype === 'float32' ? scaled(made, 2 ** 14) : made);
  }
  // Values that nothing uses come first, so that little of what was grown is for nothing.
  const used = new Set(topologicalOrder(pool.values.map(({ node }) => node)).flatMap((node) => node.inputs));
  const ends = pool.values.filter(({ node }) => !used.has(node)).toReversed();
  const tracked = recipe.results.map(({ pick }, i) => ends[i] ?? at(pool.values, pick % pool.values.length));
  const taken = new Set<number>();
  const overwrites = tracked.map(({ node }, i) => {
    if (!at(recipe.results, i).overwrite) return null;
    const target = parameters.findIndex(
      (spec, k) => !taken.has(k) && spec.dtype === node.dtype && sameShape(spec.shape, node.shape),
    );
    if (target < 0) return null;
    taken.add(target);
    return target;
  });
  return { program: { nodes, parameters, results: tracked.map(({ node }) => node), overwrites }, tracked };
}
