import * as ops from '../../../src/ops/index.ts';
import { isFloat } from '../../../src/support/dtype.ts';
import { gradients } from '../../../src/tensor/gradients.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';
import { adapter, type Case } from '../adapter.ts';
import { pairing } from '../gradient.ts';
import { callPython, decode, hasFunction, tensorLeaves } from '../python-call.ts';
import type { TensorJson } from '../tensor-json.ts';

interface OpCase extends Case {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly output?: TensorJson;
  readonly outputs?: readonly TensorJson[];
  readonly output_json?: unknown;
  readonly cotangents?: readonly (TensorJson | null)[];
  readonly grad_args?: readonly (TensorJson | null)[];
}

/** The functions that cases give to ops, by the names that the suite's README defines. */
const functions = {
  square_plus_one: (x: Tensor) => ops.add(ops.multiply(x, x), 1),
  add: (a: Tensor, b: Tensor) => ops.add(a, b),
  multiply: (a: Tensor, b: Tensor) => ops.multiply(a, b),
  scan_sum: (carry: Tensor, x: Tensor) => [ops.add(carry, x), ops.multiply(carry, x)],
  loop_step: (i: Tensor, x: Tensor) => ops.add(ops.multiply(x, 0.5), i),
  while_cond: (i: Tensor, _x: Tensor) => ops.less(i, 5),
  while_body: (i: Tensor, x: Tensor) => [ops.add(i, 1), ops.multiply(x, 2)],
  negate: (x: Tensor) => ops.negative(x),
  double: (x: Tensor) => ops.multiply(x, 2),
  const_one: () => ops.ones([2]),
  const_zero: () => ops.zeros([2]),
  sum_of_squares: (x: Tensor) => ops.sum(ops.multiply(x, x)),
};

export const opsAdapter = adapter<OpCase>({
  missing: ({ name }) => (hasFunction(ops, name) ? [] : [name]),
  run({ name, args, kwargs, output, outputs, output_json, cotangents, grad_args }, check) {
    const given = args.map((value) => decode(value, functions));
    const options = Object.fromEntries(Object.entries(kwargs).map(([key, value]) => [key, decode(value, functions)]));
    const result = callPython('ops', ops, name, given, options);
    if (output_json !== undefined) {
      check.equal('output', result, output_json);
      return;
    }
    if (result instanceof ops.ComplexTensor) {
      check.tensors('output', [result], output === undefined ? [] : [output]);
      return;
    }
    const results = tensorLeaves(result);
    const expected = outputs ?? (output === undefined ? [] : [output]);
    if (cotangents === undefined || grad_args === undefined) {
      check.tensors('outputs', results, expected);
      return;
    }
    const leaves = tensorLeaves(given);
    const floats = leaves.filter(({ dtype }) => isFloat(dtype));
    const found = gradients(pairing(results, cotangents), floats);
    const byLeaf = leaves.map((leaf) =>
      isFloat(leaf.dtype) ? (found[floats.indexOf(leaf)] ?? ops.zerosLike(leaf)) : null,
    );
    check.tensors('outputs', results, expected);
    check.tensors('gradients', byLeaf, grad_args);
  },
});
