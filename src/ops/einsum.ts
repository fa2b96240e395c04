import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { ArgumentError } from '../support/errors.ts';
import { at, formatShape, range } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { nodeOf, numeric, productDtype, tensor } from './operands.ts';

/** A tensor whose axes carry labels. */
interface Labelled {
  readonly node: Node;
  readonly labels: readonly string[];
}

/** The labels of one term, where an ellipsis stands for numbered labels, aligned at the right. */
function labelsOf(term: string, rank: number): string[] {
  const [head = '', tail, ...rest] = term.split('...');
  if (rest.length > 0 || !/^[A-Za-z]*$/.test(head + (tail ?? ''))) {
    throw new ArgumentError(
      `\`subscripts\` must consist of letters, commas, one arrow and at most one ellipsis in each term. Received: ${term}`,
    );
  }
  const wide = tail === undefined ? 0 : rank - head.length - tail.length;
  const labels = [...head, ...range(wide < 0 ? 0 : wide).map((i) => `.${wide - i}`), ...(tail ?? '')];
  if (labels.length !== rank)
    throw new ArgumentError(
      `Term ${JSON.stringify(term)} of \`subscripts\` must name every axis. Received: a tensor with ${rank} axes`,
    );
  return labels;
}

/** Keeps the diagonal of axes with the same label. */
function takeDiagonals({ node, labels }: Labelled): Labelled {
  const twice = labels.findIndex((label, i) => labels.indexOf(label) !== i);
  if (twice === -1) return { node, labels };
  const first = labels.indexOf(at(labels, twice));
  const same = g.eq(g.iota(node.shape, first), g.iota(node.shape, twice));
  const diagonal = g.reduceSum(g.where(same, node, g.zerosLike(node)), [twice]);
  return takeDiagonals({ node: diagonal, labels: labels.filter((_, i) => i !== twice) });
}

/** Sums over the axes whose labels nobody else needs. */
function sumAway({ node, labels }: Labelled, needed: ReadonlySet<string>): Labelled {
  const axes = range(labels.length).filter((i) => !needed.has(at(labels, i)));
  return { node: g.reduceSum(node, axes), labels: labels.filter((label) => needed.has(label)) };
}

/** The product of two operands, summed over the labels that are not needed afterwards. */
function multiply(left: Labelled, right: Labelled, needed: ReadonlySet<string>): Labelled {
  const shared = left.labels.filter((label) => right.labels.includes(label));
  const extent = (x: Labelled, label: string) => at(x.node.shape, x.labels.indexOf(label));
  // An axis of extent 1 on one side broadcasts: it is dropped there.
  const stretched = shared.filter((label) => extent(left, label) !== extent(right, label));
  if (stretched.length > 0) {
    const drop = (x: Labelled): Labelled => {
      const kept = x.labels.filter((label) => !(stretched.includes(label) && extent(x, label) === 1));
      return {
        node: g.reshape(
          x.node,
          kept.map((label) => extent(x, label)),
        ),
        labels: kept,
      };
    };
    const [a, b] = [drop(left), drop(right)];
    if (stretched.some((label) => a.labels.includes(label) && b.labels.includes(label))) {
      throw new ArgumentError(
        `Axes with one label must agree in extent. Received: shapes ${formatShape(left.node.shape)} and ${formatShape(right.node.shape)}`,
      );
    }
    return multiply(a, b, needed);
  }
  const batch = shared.filter((label) => needed.has(label));
  const contracted = shared.filter((label) => !needed.has(label));
  const places = (x: Labelled, list: readonly string[]) => list.map((label) => x.labels.indexOf(label));
  const node = g.dot(left.node, right.node, {
    leftBatch: places(left, batch),
    rightBatch: places(right, batch),
    leftContract: places(left, contracted),
    rightContract: places(right, contracted),
  });
  const free = (x: Labelled) => x.labels.filter((label) => !shared.includes(label));
  return { node, labels: [...batch, ...free(left), ...free(right)] };
}

/**
 * Einstein's summation: each operand's axes are named by letters; what the result doesn't name is summed over. Without
 * an arrow the result has the letters that occur once, in alphabetical order. `...` stands for broadcast axes.
 *
 * @see https://keras.io/api/ops/numpy/#einsum-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.einsum('ij,jk->ik', [[1, 2]], [[3], [4]]).array()); // => [[11]]
 * ```
 */
export function einsum(subscripts: string, ...operands: readonly TensorLike[]): Tensor {
  const [inputs = '', output] = subscripts.replace(/\s/g, '').split('->');
  const terms = inputs.split(',');
  if (terms.length !== operands.length) {
    throw new ArgumentError(
      `\`subscripts\` must have one term for each operand. Received: ${JSON.stringify(subscripts)} for ${operands.length} operands`,
    );
  }
  const dtype = numeric(productDtype(...operands));
  const labelled = operands.map((x, i) => {
    const node = nodeOf(x, dtype);
    return { node, labels: labelsOf(at(terms, i), node.shape.length) };
  });
  const all = labelled.flatMap(({ labels }) => labels);
  const wide = [...new Set(all.filter((label) => label.startsWith('.')))].sort(
    (a, b) => Number(b.slice(1)) - Number(a.slice(1)),
  );
  const once = [...new Set(all)].filter(
    (label) => !label.startsWith('.') && all.filter((other) => other === label).length === 1,
  );
  const result =
    output === undefined
      ? [...wide, ...once.sort()]
      : [...output.replace('...', '#')].flatMap((letter) => (letter === '#' ? wide : [letter]));
  const stray = result.find((label) => !all.includes(label));
  if (stray !== undefined)
    throw new ArgumentError(
      `Every letter of the result must occur in an operand. Received: ${JSON.stringify(stray)} in ${JSON.stringify(subscripts)}`,
    );
  const neededAfter = (i: number) => new Set([...result, ...labelled.slice(i + 1).flatMap(({ labels }) => labels)]);
  const others = (i: number) =>
    new Set([...result, ...labelled.filter((_, k) => k !== i).flatMap(({ labels }) => labels)]);
  const simplified = labelled.map((x, i) => sumAway(takeDiagonals(x), others(i)));
  const product = simplified.reduce((left, right, i) => multiply(left, right, neededAfter(i)));
  const summed = sumAway(product, new Set(result));
  return tensor(
    g.transpose(
      summed.node,
      result.map((label) => summed.labels.indexOf(label)),
    ),
  );
}
