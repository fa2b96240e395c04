import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { positiveInteger } from '../support/check-values.ts';
import { badArgument, checkOptions, unknownName } from '../support/errors.ts';
import { at } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { decodeBeams } from './ctc-beam-search.ts';
import { logaddexp } from './exponential.ts';
import { constant, part } from './node-terms.ts';
import { nodeOf, singleNode, tensor } from './operands.ts';
import { scan } from './scan.ts';
import { logSoftmax } from './softmax.ts';

/** Stands for the logarithm of 0. */
const LOG_ZERO = -1e5;

/** Logits [batch, steps, classes]. */
function logitsOf(x: TensorLike, name: string): Node {
  const node = singleNode(x);
  if (node.shape.length !== 3) throw badArgument(name, 'of shape [batch, steps, classes]', tensor(node));
  return node;
}

function lengthsOf(x: TensorLike, batch: number, name: string): Node {
  const node = g.cast(nodeOf(x), 'int32');
  if (node.shape.length !== 1 || node.shape[0] !== batch)
    throw badArgument(name, `a length for each of the ${batch} sequences`, tensor(node));
  return node;
}

const logAdd = (a: Node, b: Node): Node => logaddexp(tensor(a), tensor(b)).node;

/** scores[:, 1:] joined with other scores in log space; the first column stays. */
function joinFromSecond(scores: Node, others: Node): Node {
  const n = at(scores.shape, 1);
  return g.concat([part(scores, 1, 0, 1), logAdd(part(scores, 1, 1, n), others)], 1);
}

/**
 * The loss of connectionist temporal classification (Graves et al. 2006): the negative log-likelihood of label sequences
 * whose alignment with the outputs is not known, over all alignments. One loop over the steps, compiled once.
 *
 * @param target labels [batch, labels] (integers)
 * @param output logits [batch, steps, classes]
 * @param targetLength labels of each sequence [batch]
 * @param outputLength steps of each sequence [batch]
 * @param options `{ maskIndex }` or that alone: the class that stands for no label (blank). Default 0
 * @returns a loss for each sequence
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const loss = ops.ctcLoss([[1, 2]], ops.zeros([1, 4, 3]), [2], [4]);
 * console.log((await loss.data())[0]?.toFixed(4)); // => 1.6864
 * ```
 */
export function ctcLoss(
  target: TensorLike,
  output: TensorLike,
  targetLength: TensorLike,
  outputLength: TensorLike,
  options: number | { maskIndex?: number } = {},
): Tensor {
  const chosen = typeof options === 'number' ? { maskIndex: options } : options;
  checkOptions('ctcLoss', chosen, ['maskIndex']);
  const logits = logitsOf(output, 'output');
  const [batch, steps, classes] = logits.shape as [number, number, number];
  const labels = g.cast(nodeOf(target), 'int32');
  if (labels.shape.length !== 2 || labels.shape[0] !== batch)
    throw badArgument('target', `labels of shape [${batch}, n]`, tensor(labels));
  const blank = chosen.maskIndex ?? 0;
  if (!Number.isInteger(blank) || blank < 0 || blank >= classes)
    throw badArgument('maskIndex', `a class from 0 to ${classes - 1}`, blank);
  const count = at(labels.shape, 1);
  const log = logSoftmax(tensor(logits), -1).node;
  const hotShape = [batch, count, classes];
  const wide = g.broadcast(g.reshape(labels, [batch, count, 1]), hotShape);
  const hot = g.cast(g.eq(g.iota(hotShape, 2), wide), 'float32');
  const emitted = g.dot(log, hot, { leftBatch: [0], rightBatch: [0], leftContract: [2], rightContract: [2] });
  const same = g.eq(part(labels, 1, 0, count - 1), part(labels, 1, 1, count));
  const repeated = g.pad(g.cast(same, 'float32'), [0, 0], [0, 1]);
  const wholeTime = [steps, batch, 1];
  const lengths = g.broadcast(g.reshape(lengthsOf(outputLength, batch, 'outputLength'), [1, batch, 1]), wholeTime);
  const xs = [
    tensor(g.transpose(emitted, [1, 0, 2])),
    tensor(g.transpose(part(log, 2, blank, blank + 1), [1, 0, 2])),
    tensor(g.lt(g.iota(wholeTime, 0), lengths)),
  ] as const;
  const start = g.iota([batch, count + 1], 1);
  const init = [
    tensor(g.where(g.eq(start, g.zerosLike(start)), g.constant(0, start.shape), g.constant(LOG_ZERO, start.shape))),
    tensor(g.constant(LOG_ZERO, [batch, count])),
  ] as const;
  const [[afterBlank, afterLabel]] = scan(
    ([blanks, emits], [emit, none, running]) => {
      const next = nextScores(blanks.node, emits.node, emit.node, none.node, repeated);
      const keep = (fresh: Node, old: Node) => tensor(g.where(g.broadcast(running.node, old.shape), fresh, old));
      return [[keep(next.blanks, blanks.node), keep(next.emits, emits.node)], emits];
    },
    init,
    { xs },
  );
  const last = joinFromSecond(afterBlank.node, afterLabel.node);
  const ends = g.broadcast(g.reshape(lengthsOf(targetLength, batch, 'targetLength'), [batch, 1]), last.shape);
  const chosenEnd = g.cast(g.eq(g.iota(last.shape, 1), ends), 'float32');
  return tensor(g.neg(g.reduceSum(g.mul(last, chosenEnd), [1])));
}

/** Log-likelihoods of the alignments that end with a blank after n labels, or with label n, after one more step. */
function nextScores(blanks: Node, emits: Node, emit: Node, none: Node, repeated: Node): { blanks: Node; emits: Node } {
  const count = at(emits.shape, 1);
  const zero = (x: Node) => g.mul(x, constant(x, LOG_ZERO));
  // Between equal labels there must be a blank.
  const joined = joinFromSecond(blanks, g.add(emits, zero(repeated)));
  const label = logAdd(g.add(part(joined, 1, 0, count), emit), g.add(emits, emit));
  const different = g.sub(constant(repeated, 1), repeated);
  const waiting = g.add(joined, g.broadcast(none, joined.shape));
  const afterRepeat = g.add(g.add(emits, g.broadcast(none, emits.shape)), zero(different));
  return { blanks: joinFromSecond(waiting, afterRepeat), emits: label };
}

export interface CtcDecodeOptions {
  /** 'greedy' (default) takes the best class of each step; 'beam_search' the best sequences over all alignments. */
  readonly strategy?: 'greedy' | 'beam_search';
  /** Sequences that a beam search keeps. Default 100. */
  readonly beamWidth?: number;
  /** Sequences that it gives. Default 1. */
  readonly topPaths?: number;
  /** Whether greedy decoding joins neighbouring equal classes. Default true. */
  readonly mergeRepeated?: boolean;
  /** The class that stands for no label. Default 0. */
  readonly maskIndex?: number;
}

/**
 * Label sequences of the outputs of a net that was trained with `ctcLoss`. A beam search reads its input: not inside
 * `jit`.
 *
 * @param inputs logits [batch, steps, classes]
 * @param sequenceLengths steps of each sequence [batch]
 * @param options `{ strategy, beamWidth, topPaths, mergeRepeated, maskIndex }`
 * @returns [labels (int32) [paths, batch, steps], filled up with -1; scores [batch, paths]: the negative sum of the
 *   greatest logits, or the log-likelihood]
 * @see https://keras.io/api/ops/nn/#ctc_decode-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [labels] = ops.ctcDecode([[[0, 9, 0], [0, 9, 0], [9, 0, 0], [0, 0, 9]]], [4]);
 * console.log(await labels.array()); // => [[[1, 2, -1, -1]]]
 * ```
 */
export function ctcDecode(
  inputs: TensorLike,
  sequenceLengths: TensorLike,
  options: CtcDecodeOptions = {},
): [Tensor, Tensor] {
  checkOptions('ctcDecode', options, ['strategy', 'beamWidth', 'topPaths', 'mergeRepeated', 'maskIndex']);
  const { strategy = 'greedy', beamWidth = 100, topPaths = 1, mergeRepeated = true, maskIndex = 0 } = options;
  const logits = logitsOf(inputs, 'inputs');
  const lengths = lengthsOf(sequenceLengths, at(logits.shape, 0), 'sequenceLengths');
  switch (strategy) {
    case 'greedy':
      return decodeGreedily(logits, lengths, mergeRepeated, maskIndex);
    case 'beam_search':
      positiveInteger('beamWidth', beamWidth);
      if (positiveInteger('topPaths', topPaths) > beamWidth)
        throw badArgument('topPaths', `no more than \`beamWidth\` (${beamWidth})`, topPaths);
      return decodeBeams(logSoftmax(tensor(logits), -1), tensor(lengths), { beamWidth, topPaths, maskIndex });
    default:
      throw unknownName('strategy', strategy, ['greedy', 'beam_search']);
  }
}

function decodeGreedily(logits: Node, lengths: Node, mergeRepeated: boolean, blank: number): [Tensor, Tensor] {
  const [batch, steps] = logits.shape as [number, number, number];
  const shape = [batch, steps];
  const time = g.iota(shape, 1);
  const over = g.compare('ge', time, g.broadcast(g.reshape(lengths, [batch, 1]), shape));
  const best = g.argReduce('argmax', logits, 2);
  const none = constant(best, blank);
  const classes = g.where(over, none, best);
  const greatest = g.reduce('reduceMax', logits, [2]);
  const scores = g.where(over, constant(greatest, 0), greatest);
  const previous = g.pad(part(classes, 1, 0, steps - 1), [0, 1], [0, 0], -1);
  const empty = g.eq(classes, none);
  const dropped = mergeRepeated ? g.binary('bitOr', empty, g.eq(classes, previous)) : empty;
  const labels = g.where(dropped, constant(classes, -1), classes);
  // What stays moves to the front, in its order: each label goes to the number of labels before it.
  const kept = g.where(dropped, g.zerosLike(classes), constant(classes, 1));
  const order = g.argsort(g.where(dropped, constant(time, steps), time), 1);
  const row = g.iota(shape, 0);
  const moved = g.gather(g.reshape(labels, [batch * steps]), g.add(g.mul(row, constant(row, steps)), order));
  const filled = g.where(
    g.lt(time, g.broadcast(g.reduceKeep('reduceSum', kept, [1]), shape)),
    moved,
    constant(moved, -1),
  );
  return [tensor(g.reshape(filled, [1, batch, steps])), tensor(g.neg(g.reduceKeep('reduceSum', scores, [1])))];
}
