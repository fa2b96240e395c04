import * as g from '../graph/build.ts';
import { ArgumentError, badArgument, describe } from '../support/errors.ts';
import { at, formatShape, type Shape, sizeOf } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { nodeOf, tensor } from './operands.ts';

/** One side of a pattern: for each axis of the tensor the names that it is made of. */
type Side = readonly (readonly string[])[];

/** Reads `a (b c) ...`; an ellipsis stands for `extra` axes with names of their own. */
function parseSide(text: string, extra: number, pattern: string): Side {
  const tokens = text.match(/\.\.\.|[()]|[^\s()]+/g) ?? [];
  const axes: string[][] = [];
  let group: string[] | null = null;
  const refuse = (why: string) =>
    new ArgumentError(`A pattern of rearrange ${why}. Received: pattern=${describe(pattern)}`);
  for (const token of tokens) {
    if (token === '(' || token === ')') {
      if ((token === '(') !== (group === null)) throw refuse('has brackets that open and close one after the other');
      group = token === '(' ? [] : null;
      if (group !== null) axes.push(group);
    } else {
      const names = token === '...' ? Array.from({ length: extra }, (_, i) => `...${i}`) : [token];
      if (token !== '...' && !/^([A-Za-z_]\w*|1)$/.test(token)) throw refuse('is made of names, 1, brackets and "..."');
      for (const name of names.map((n) => (n === '1' ? [] : [n])))
        if (group === null) axes.push(name);
        else group.push(...name);
    }
  }
  if (group !== null) throw refuse('closes its brackets');
  return axes;
}

/** The extent of every name, found from the shape and the given ones. */
function extentsOf(side: Side, shape: Shape, given: Readonly<Record<string, number>>): Map<string, number> {
  const extents = new Map(Object.entries(given));
  side.forEach((names, axis) => {
    const unknown = names.filter((name) => !extents.has(name));
    const known = sizeOf(names.flatMap((name) => extents.get(name) ?? []));
    const extent = at(shape, axis);
    const [open] = unknown;
    if (unknown.length > 1 || (open === undefined ? known !== extent : known === 0 || extent % known !== 0))
      throw new ArgumentError(
        `Axis ${axis} of extent ${extent} cannot be split into (${names.join(' ')}); give all extents but one, so that they divide it. Received: ${describe(given)}`,
      );
    if (open !== undefined) extents.set(open, extent / known);
  });
  return extents;
}

/**
 * Splits, joins, reorders, adds and drops axes as a pattern says (einops): `'b (h p) c -> b h (p c)'`.
 *
 * @param x a tensor
 * @param pattern names of axes before and after `->`; names in brackets make one axis, `...` stands for the others, `1`
 *   for an axis of extent 1
 * @param axesLengths extents of names that do not follow from the shape
 * @see https://keras.io/api/ops/core/#rearrange-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(ops.rearrange(ops.ones([2, 6, 4]), 'b (h p) c -> b h (p c)', { p: 3 }).shape); // => [2, 2, 12]
 * ```
 */
export function rearrange(x: TensorLike, pattern: string, axesLengths: Readonly<Record<string, number>> = {}): Tensor {
  const [left, right, ...more] = typeof pattern === 'string' ? pattern.split('->') : [];
  if (left === undefined || right === undefined || more.length > 0)
    throw badArgument('pattern', 'of the form "a b -> b a"', pattern);
  const node = nodeOf(x);
  const extra = node.shape.length - parseSide(left.replace('...', ''), 0, pattern).length;
  const source = parseSide(left, Math.max(0, extra), pattern);
  const target = parseSide(right, Math.max(0, extra), pattern);
  if (source.length !== node.shape.length)
    throw badArgument(
      'pattern',
      `with as many axes on its left as the tensor of shape ${formatShape(node.shape)} has`,
      pattern,
    );
  const [before, after] = [source.flat(), target.flat()];
  if ([...before].sort().join() !== [...after].sort().join() || new Set(before).size !== before.length)
    throw badArgument('pattern', 'with the same names on both sides, each once', pattern);
  for (const name of Object.keys(axesLengths))
    if (!before.includes(name)) throw badArgument('axesLengths', 'extents of names in the pattern', axesLengths);
  const extents = extentsOf(source, node.shape, axesLengths);
  const sizes = (names: readonly string[]) => names.map((name) => extents.get(name) ?? 1);
  const split = g.reshape(node, sizes(before));
  const ordered = g.transpose(
    split,
    after.map((name) => before.indexOf(name)),
  );
  return tensor(
    g.reshape(
      ordered,
      target.map((names) => sizeOf(sizes(names))),
    ),
  );
}
