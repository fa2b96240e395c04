import type { Node } from '../graph/node.ts';
import { ArgumentError, badArgument } from '../support/errors.ts';
import { formatShape, sameShape } from '../support/shape.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import { traceInside } from '../tensor/loop-trace.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { clip } from './arithmetic.ts';
import { equal } from './comparison.ts';
import { cast } from './core.ts';
import { where } from './logical.ts';
import { type AsTensors, type TensorTree, takeApart } from './tensor-tree.ts';

function scalar(x: TensorLike, name: string): Tensor {
  const tensor = convertToTensor(x);
  if (tensor.shape.length > 0) throw badArgument(name, 'a scalar', `a tensor of shape ${formatShape(tensor.shape)}`);
  return tensor;
}

/**
 * What one of several functions gives, and leaves in variables. All of them are computed, and one is selected: a step is
 * one program without jumps, and small branches cost less than a jump would.
 */
function select(op: string, branches: readonly (() => unknown)[], isChosen: (i: number) => Tensor): unknown {
  const traced = branches.map((branch) => {
    const { result, written } = traceInside(new Map(), branch);
    return { ...takeApart(result, `branch of ${op}`), written };
  });
  const [first, ...others] = traced;
  if (first === undefined) throw badArgument('branches', 'a list of at least one function', branches);
  const choose = (values: readonly Tensor[]): Tensor =>
    values
      .slice(1)
      .reduce((chosen, value, i) => where(isChosen(i + 1), value, chosen), values[0] ?? convertToTensor(0));
  for (const { leaves } of others) {
    const fits = leaves.every(({ shape }, i) => sameShape(shape, first.leaves[i]?.shape ?? [-1]));
    if (leaves.length === first.leaves.length && fits) continue;
    const shapes = traced.map(({ leaves: each }) => each.map(({ shape }) => formatShape(shape)).join(' and '));
    throw new ArgumentError(`${op}: all branches must give the same shapes. Received: ${shapes.join(', ')}`);
  }
  const variables = new Set<Variable>(traced.flatMap(({ written }) => [...written.keys()]));
  for (const variable of variables) {
    const values = traced.map(({ written }) => {
      const node: Node | undefined = written.get(variable);
      return node === undefined ? variable.value : new Tensor(node);
    });
    variable.assign(choose(values));
  }
  return first.rebuild(first.leaves.map((leaf, i) => choose(traced.map(({ leaves }) => leaves[i] ?? leaf))));
}

/**
 * What one of two functions gives. Both are computed and one result is selected, so neither may fail where it isn't
 * chosen, and variables are assigned to as in the chosen one only. Gradients go to the chosen one.
 *
 * @param pred a scalar; anything other than 0 chooses trueFn
 * @param trueFn gives a tensor, a tree of them, or null
 * @param falseFn gives the same shapes
 * @throws ArgumentError when the shapes differ
 * @see https://keras.io/api/ops/core/#cond-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const x = ops.convertToTensor(-3);
 * console.log(await ops.cond(ops.less(x, 0), () => ops.negative(x), () => x).item()); // => 3
 * ```
 */
export function cond<T>(pred: TensorLike, trueFn: () => T, falseFn: () => T): AsTensors<T> {
  const holds = cast(scalar(pred, 'pred'), 'bool');
  // The structure is that of what the functions return, which the type parameter says.
  return select('cond', [falseFn, trueFn], () => holds) as AsTensors<T>;
}

/**
 * What one of several functions gives: the one at `index`, which is moved into the range of the list. All are computed
 * and one result is selected.
 *
 * @param index an integer scalar
 * @param branches functions of the operands that give the same shapes
 * @param operands what the functions get
 * @throws ArgumentError when there are no branches or the shapes differ
 * @see https://keras.io/api/ops/core/#switch-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const y = ops.switch(1, [(x) => ops.negative(x), (x) => ops.multiply(x, 2)], ops.convertToTensor([1, 2]));
 * console.log(await y.array()); // => [2, 4]
 * ```
 */
export function switchBranch<T, Operands extends readonly TensorTree[]>(
  index: TensorLike,
  branches: readonly ((...operands: Operands) => T)[],
  ...operands: Operands
): AsTensors<T> {
  const chosen = clip(cast(scalar(index, 'index'), 'int32'), 0, Math.max(0, branches.length - 1));
  const bound = branches.map((branch) => () => branch(...operands));
  return select('switch', bound, (i) => equal(chosen, cast(i, 'int32'))) as AsTensors<T>;
}
