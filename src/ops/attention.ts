import { finiteNumber, flag, positiveNumber } from '../support/check-values.ts';
import { ArgumentError, badArgument, checkOptions } from '../support/errors.ts';
import { formatShape } from '../support/shape.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { abs, add, divide, multiply } from './arithmetic.ts';
import { greaterEqual } from './comparison.ts';
import { cast } from './core.ts';
import { einsum } from './einsum.ts';
import { logicalAnd, where } from './logical.ts';
import { arange } from './sequence.ts';
import { expandDims, reshape } from './shape.ts';
import { softmax } from './softmax.ts';

export interface DotProductAttentionOptions {
  /** Added to the logits; broadcasts to [batch, heads, T, S]. Default null. */
  readonly bias?: TensorLike | null;
  /** Where attention is allowed (true); broadcasts to [batch, heads, T, S]. Default null: everywhere. */
  readonly mask?: TensorLike | null;
  /** What logits are multiplied by. Default 1 / sqrt(depth). */
  readonly scale?: number | null;
  /** Whether a query attends only to keys that are not later than itself. Default false. */
  readonly isCausal?: boolean;
  /** Taken for compatibility: the compiler decides how to compute it. Default null. */
  readonly flashAttention?: boolean | null;
  /** Keeps logits within ± this: logits / (1 + |logits| / cap). Default null: any. */
  readonly attnLogitsSoftCap?: number | null;
}

const optionNames = ['bias', 'mask', 'scale', 'isCausal', 'flashAttention', 'attnLogitsSoftCap'];

/** What stands in the place of logits that are masked: 0.7 of the least float32. */
const MASKED = -0.7 * 3.4028234663852886e38;

/** True where a key is not later than the query: [T, S]. */
export const causalMask = (queries: number, keys: number): Tensor =>
  greaterEqual(expandDims(arange(queries), 1), arange(keys));

/** A mask or bias over [batch, heads, T, S], with the heads as groups of those that share keys. */
function grouped(x: TensorLike, keyHeads: number, groups: number): Tensor {
  const tensor = convertToTensor(x);
  const shape = [...Array.from({ length: Math.max(0, 4 - tensor.rank) }, () => 1), ...tensor.shape];
  const [batch = 1, heads = 1, queries = 1, keys = 1] = shape;
  return reshape(tensor, [batch, ...(heads === 1 ? [1, 1] : [keyHeads, groups]), queries, keys]);
}

/**
 * Scaled dot-product attention: softmax(query · keyᵀ · scale + bias) · value for each head (Vaswani et al. 2017). Fewer
 * key heads than query heads are shared by groups of query heads.
 *
 * @param query [batch, T, heads, depth]
 * @param key [batch, S, keyHeads, depth], where heads is a multiple of keyHeads
 * @param value [batch, S, keyHeads, valueDepth]
 * @param options `bias`, `mask`, `scale`, `isCausal`, `flashAttention`, `attnLogitsSoftCap`
 * @returns [batch, T, heads, valueDepth]
 * @throws ArgumentError when a tensor hasn't four axes or the heads don't fit
 * @see https://keras.io/api/ops/nn/#dot_product_attention-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const query = ops.ones([1, 2, 1, 4]);
 * const value = ops.convertToTensor([[[[1]], [[3]]]]);
 * console.log(...(await ops.dotProductAttention(query, query, value).data())); // => 2 2
 * ```
 */
export function dotProductAttention(
  query: TensorLike,
  key: TensorLike,
  value: TensorLike,
  options: DotProductAttentionOptions = {},
): Tensor {
  checkOptions('dotProductAttention', options, optionNames);
  const { bias = null, mask = null, scale = null, attnLogitsSoftCap: cap = null } = options;
  const causal = flag('isCausal', options.isCausal ?? false);
  const [q, k, v] = [convertToTensor(query), convertToTensor(key), convertToTensor(value)];
  for (const [name, tensor] of Object.entries({ query: q, key: k, value: v }))
    if (tensor.rank !== 4) throw badArgument(name, 'a tensor of 4 axes, [batch, time, heads, depth]', tensor);
  const [batch = 0, queries = 0, heads = 0, depth = 0] = q.shape;
  const [, keys = 0, keyHeads = 0] = k.shape;
  if (heads % keyHeads !== 0 || v.shape[2] !== keyHeads) {
    throw new ArgumentError(
      `The heads of \`query\` must be a multiple of those of \`key\` and \`value\`. Received: shapes ${[q, k, v].map(({ shape }) => formatShape(shape)).join(', ')}`,
    );
  }
  const factor = scale === null ? 1 / Math.sqrt(depth) : finiteNumber('scale', scale);
  const groups = heads / keyHeads;
  // With one query head for each key head there are no groups, and one axis less to walk.
  const shared = groups > 1;
  const along = (x: TensorLike): Tensor => (shared ? grouped(x, keyHeads, groups) : convertToTensor(x));
  let logits = multiply(
    shared
      ? einsum('btkgh,bskh->bkgts', reshape(q, [batch, queries, keyHeads, groups, depth]), k)
      : einsum('btkh,bskh->bkts', q, k),
    factor,
  );
  if (cap !== null) logits = divide(logits, add(1, divide(abs(logits), positiveNumber('attnLogitsSoftCap', cap))));
  if (bias !== null) logits = add(logits, along(bias));
  const allowed = mask === null ? null : along(cast(mask, 'bool'));
  const before = causal ? causalMask(queries, keys) : null;
  const both = allowed !== null && before !== null ? logicalAnd(allowed, before) : (allowed ?? before);
  const weights = softmax(both === null ? logits : where(both, logits, MASKED));
  if (!shared) return einsum('bkts,bskh->btkh', weights, v);
  return reshape(einsum('bkgts,bskh->btkgh', weights, v), [batch, queries, heads, v.shape[3] ?? 0]);
}
