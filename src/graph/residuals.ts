import { at } from '../support/shape.ts';
import { isElementwise } from './batch.ts';
import * as g from './build.ts';
import { dependants } from './gradient.ts';
import { type Node, type PrimitiveName, topologicalOrder } from './node.ts';
import { rewrite } from './rewrite.ts';

const VIEWS: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>([
  'reshape',
  'transpose',
  'broadcast',
  'slice',
  'flip',
  'stopGradient',
]);
/** Elementwise functions that take longer than reading their result from memory. */
const DEAR: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>([
  'exp',
  'expm1',
  'log',
  'log1p',
  'tanh',
  'logistic',
  'erf',
  'erfInv',
  'sin',
  'cos',
  'atan',
  'atan2',
  'pow',
  'rem',
]);

/** A parameter of the backward body, and what it is outside. */
export interface Bound {
  readonly parameter: Node;
  readonly input: Node;
}

/** What a backward body needs of the forward one. */
export interface Residuals {
  /** Gradients in terms of the forward body -> the same in terms of `steps` and `constants`. */
  readonly rewritten: ReadonlyMap<Node, Node>;
  readonly steps: readonly Bound[];
  readonly constants: readonly Bound[];
}

/**
 * Cuts gradients loose from the forward body of a scan. What they need of it is kept for every iteration, or computed
 * again where that takes nothing more than what is kept anyway.
 *
 * @param values of the forward body beside its carries that are differentiated
 * @param cotangents parameters that the gradients have besides those of the forward body
 */
export function residuals(
  gradients: readonly Node[],
  cotangents: readonly Node[],
  loop: Node<'scan'>,
  values: readonly Node[],
): Residuals {
  const { body } = loop.attrs;
  const carried = body.carries.length;
  const order = topologicalOrder(gradients);
  const backward = dependants(order, new Set(cotangents));
  const forward = new Set(topologicalOrder([...body.next, ...values]));
  const steps: Bound[] = [];
  const constants: Bound[] = [];
  const done = new Map<Node, Node>();
  const keep = (node: Node): Node => {
    const parameter = g.parameter({}, node.shape, node.dtype);
    steps.push({ parameter, input: g.loopStack(loop, node) });
    return parameter;
  };
  const again = (node: Node): boolean => {
    if (node.inputs.length === 0 || VIEWS.has(node.op)) return true;
    if (!isElementwise(node) || DEAR.has(node.op)) return false;
    const varying = new Set(node.inputs.filter((input) => !isFree(input, body.constants)));
    return varying.size <= 1 || !forward.has(node);
  };
  const materialize = (node: Node): Node => {
    const known = done.get(node);
    if (known !== undefined) return known;
    const made = materializeOne(node);
    done.set(node, made);
    return made;
  };
  const materializeOne = (node: Node): Node => {
    const constant = body.constants.indexOf(node);
    const step = body.steps.indexOf(node);
    if (constant >= 0 || step >= 0) {
      const parameter = g.parameter({}, node.shape, node.dtype);
      const input = at(loop.inputs, carried + (step >= 0 ? step : body.steps.length + constant));
      (step >= 0 ? steps : constants).push({ parameter, input });
      return parameter;
    }
    if (body.carries.includes(node) || !again(node)) return keep(node);
    const inputs = node.inputs.map(materialize);
    return inputs.some((input, i) => input !== node.inputs[i]) ? { ...node, inputs } : node;
  };
  const replacements = new Map<Node, Node>();
  for (const node of order) {
    if (!backward.has(node)) continue;
    for (const input of node.inputs) if (!backward.has(input)) replacements.set(input, materialize(input));
  }
  for (const node of gradients) if (!backward.has(node)) replacements.set(node, materialize(node));
  const results = rewrite(gradients, replacements);
  return { rewritten: new Map(gradients.map((node, i) => [node, at(results, i)])), steps, constants };
}

/** A number or a constant of the loop, whatever its shape. */
function isFree(node: Node, constants: readonly Node[]): boolean {
  let source = node;
  while (VIEWS.has(source.op)) source = at(source.inputs, 0);
  return source.op === 'constant' || constants.includes(source);
}
