import { WASM_TARGET } from '../../backends/wasm/wasm-backend.ts';
import * as g from '../../graph/build.ts';
import { type Node, topologicalOrder } from '../../graph/node.ts';
import { compileGraph } from '../compile.ts';
import type { Program } from '../program.ts';

export const input = (...shape: readonly number[]): Node => g.parameter({}, shape, 'float32');

/** Compiles results; parameters are those that they need, then those that are only overwritten. */
export function compile(results: readonly Node[], overwritten: readonly (Node | null)[] = []): Program {
  const needed: Node[] = topologicalOrder(results).filter((node) => node.op === 'parameter');
  const extra = overwritten.filter((node) => node !== null).filter((node) => !needed.includes(node));
  const parameters = [...needed, ...extra];
  const overwrites = results.map((_, i) => {
    const node = overwritten[i];
    return node === null || node === undefined ? null : parameters.indexOf(node);
  });
  return compileGraph({ parameters, results, overwrites }, WASM_TARGET);
}

const times = (x: Node, factor: number) => g.mul(x, g.likeConstant(x, factor));

/** Adam's update of a variable and its two moments. */
export function adamUpdate(w: Node, m: Node, v: Node, gradient: Node): [w: Node, m: Node, v: Node] {
  const mean = g.add(times(m, 0.9), times(gradient, 0.1));
  const square = g.add(times(v, 0.999), times(g.mul(gradient, gradient), 0.001));
  return [g.sub(w, times(g.div(mean, g.add(g.sqrt(square), g.likeConstant(square, 1e-7))), 0.01)), mean, square];
}

/** One training step of two layers with Adam, large enough for several threads. */
export function trainingStep(): Program {
  const [batch, inputs, hidden, outputs] = [64, 200, 150, 10];
  const [x, target, w1, w2] = [
    input(batch, inputs),
    input(batch, outputs),
    input(inputs, hidden),
    input(hidden, outputs),
  ];
  const moments = [
    input(inputs, hidden),
    input(inputs, hidden),
    input(hidden, outputs),
    input(hidden, outputs),
  ] as const;
  const h = g.unary('tanh', g.matmul(x, w1));
  const error = g.sub(g.matmul(h, w2), target);
  const back = g.mul(g.matmul(error, g.transpose(w2, [1, 0])), g.sub(g.likeConstant(h, 1), g.mul(h, h)));
  const first = adamUpdate(w1, moments[0], moments[1], g.matmul(g.transpose(x, [1, 0]), back));
  const second = adamUpdate(w2, moments[2], moments[3], g.matmul(g.transpose(h, [1, 0]), error));
  const loss = g.reduceSum(g.mul(error, error), [0, 1]);
  return compile([...first, ...second, loss], [w1, moments[0], moments[1], w2, moments[2], moments[3], null]);
}
