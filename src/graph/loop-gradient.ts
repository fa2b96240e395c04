import { isFloat } from '../support/dtype.ts';
import { ArgumentError } from '../support/errors.ts';
import { at } from '../support/shape.ts';
import * as g from './build.ts';
import { dependants, type Pulled, pullback } from './gradient.ts';
import { type LoopBody, type Node, topologicalOrder } from './node.ts';
import { residuals } from './residuals.ts';
import { canTotal, totalOver } from './total.ts';

/** Parameters of a body that may change what `targets` of the loop's inputs are differentiated for. */
function activeCarries(loop: Node<'scan'>, wanted: readonly boolean[]): boolean[] {
  const { carries, steps, constants, next } = loop.attrs.body;
  const parameters = [...carries, ...steps, ...constants];
  const active = new Set(parameters.filter((_, i) => wanted[i]));
  const order = topologicalOrder(next);
  for (let before = -1; before < active.size; ) {
    before = active.size;
    const reached = dependants(order, active);
    next.forEach((node, i) => {
      if (reached.has(node) && isFloat(node.dtype)) active.add(at(carries, i));
    });
  }
  return carries.map((carry) => active.has(carry) && isFloat(carry.dtype));
}

const likeParameter = (node: Node): Node => g.parameter({}, node.shape, node.dtype);

/**
 * Gradients of a loop's inputs, from the cotangents of what was taken out of it. The gradient of a scan is a scan in the
 * other direction: it carries the cotangents of the carries, and sees in each iteration the values of the forward body
 * that it needs. What an iteration adds to the gradient of a constant is summed up after the loop where that makes one
 * large product of many small ones.
 */
export function loopPullback(
  loop: Node<'scan' | 'whileLoop'>,
  pulled: readonly Pulled[],
  isWanted: (input: Node) => boolean,
): (Node | null)[] {
  const wanted = loop.inputs.map((input) => isWanted(input) && isFloat(input.dtype));
  if (!wanted.includes(true)) return wanted.map(() => null);
  if (loop.op === 'whileLoop') {
    throw new ArgumentError(
      'A loop that runs as long as a condition holds has no gradient: give it a fixed number of steps (ops.scan, or ops.foriLoop between numbers). Received: a while loop inside a differentiated expression',
    );
  }
  const { body, length, reverse } = loop.attrs;
  const carried = body.carries.length;
  const active = activeCarries(loop, wanted);
  const carryCotangents = body.carries.map(likeParameter);
  const last = body.carries.map((): Node | undefined => undefined);
  const results: Pulled[] = [];
  const rows: { parameter: Node; input: Node }[] = [];
  for (const { node, cotangent } of pulled) {
    if (node.op === 'loopCarry') {
      const known = last[node.attrs.index];
      last[node.attrs.index] = known === undefined ? cotangent : g.add(known, cotangent);
    } else if (node.op === 'loopStack') {
      const { value } = node.attrs;
      const parameter = likeParameter(value);
      rows.push({ parameter, input: cotangent });
      results.push({ node: value, cotangent: parameter });
    }
  }
  body.next.forEach((node, i) => {
    if (active[i]) results.push({ node, cotangent: at(carryCotangents, i) });
  });
  const parameters = [...body.carries, ...body.steps, ...body.constants];
  const targets = parameters.map((_, i) => (i < carried ? active[i] === true : wanted[i] === true));
  const found = pullback(
    results,
    parameters.filter((_, i) => targets[i]),
  );
  let position = 0;
  const gradients = targets.map((target) => (target ? (found[position++] ?? null) : null));

  const cotangents = [...carryCotangents, ...rows.map(({ parameter }) => parameter)];
  const kept = residuals(
    gradients.flatMap((node) => node ?? []),
    cotangents,
    loop,
    results.map(({ node }) => node),
  );
  const ofParameter = gradients.map((node) => (node === null ? null : (kept.rewritten.get(node) ?? node)));
  const indices = body.carries.flatMap((_, i) => (active[i] ? [i] : []));
  const summed = ofParameter.flatMap((node, i) =>
    i >= carried + body.steps.length && node !== null ? [{ node, i }] : [],
  );
  const steps = [...rows.map(({ parameter }) => parameter), ...kept.steps.map(({ parameter }) => parameter)];
  const outside = new Map(
    [...rows, ...kept.steps, ...kept.constants].map(({ parameter, input }) => [parameter, input]),
  );
  const stepped = new Set(steps);
  const constants = kept.constants.map(({ parameter }) => parameter);
  const varying = dependants(topologicalOrder(summed.map(({ node }) => node)), new Set([...cotangents, ...steps]));
  const accumulated = summed.filter(({ node }) => !canTotal(node, varying));
  const accumulators = accumulated.map(({ node }) => likeParameter(node));
  const backward: LoopBody = {
    carries: [...indices.map((i) => at(carryCotangents, i)), ...accumulators],
    steps,
    constants,
    next: [
      ...indices.map((i) => ofParameter[i] ?? g.zerosLike(at(body.carries, i))),
      ...accumulated.map(({ node }, k) => g.add(at(accumulators, k), node)),
    ],
  };
  const init = [
    ...indices.map((i) => last[i] ?? g.zerosLike(at(body.carries, i))),
    ...accumulators.map((node) => g.zerosLike(node)),
  ];
  const back = g.scanNode(backward, length, !reverse, [
    ...init,
    ...[...steps, ...constants].map((parameter) => outside.get(parameter) ?? parameter),
  ]);
  const totals = new Map<number, Node>(
    summed.map(({ node, i }) => {
      const place = accumulated.findIndex((other) => other.i === i);
      const total = () => totalOver(node, { loop: back, outside, stepped, varying });
      return [i, place < 0 ? total() : g.loopCarry(back, indices.length + place)];
    }),
  );
  return loop.inputs.map((_, i) => {
    if (i < carried) return active[i] === true && wanted[i] === true ? g.loopCarry(back, indices.indexOf(i)) : null;
    const node = ofParameter[i] ?? null;
    if (node === null) return null;
    return i < carried + body.steps.length ? g.loopStack(back, node) : (totals.get(i) ?? null);
  });
}
