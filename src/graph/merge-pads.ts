import { at } from '../support/shape.ts';
import * as g from './build.ts';
import type { Node } from './node.ts';

/** Terms of a sum that are looked at. */
const MAX_TERMS = 16;

/** A term that is zero but for a range of one axis. */
interface Block {
  readonly node: Node<'pad'>;
  readonly axis: number;
  readonly start: number;
  readonly end: number;
}

function blockOf(node: Node): Block | undefined {
  if (node.op !== 'pad' || node.attrs.value !== 0 || node.attrs.interior.some((n) => n !== 0)) return undefined;
  const { low, high } = node.attrs;
  if ([...low, ...high].some((n) => n < 0)) return undefined;
  const axes = low.flatMap((n, axis) => (n > 0 || at(high, axis) > 0 ? [axis] : []));
  const [axis] = axes;
  if (axis === undefined || axes.length > 1) return undefined;
  const start = at(low, axis);
  return { node, axis, start, end: start + at(at(node.inputs, 0).shape, axis) };
}

function termsOf(sum: Node): Node[] {
  const terms: Node[] = [];
  const pending = [sum];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.op === 'add') pending.push(...node.inputs.toReversed());
    else terms.push(node);
    if (terms.length + pending.length > MAX_TERMS) return [];
  }
  return terms;
}

/**
 * A sum in which blocks that were surrounded with zeros lie side by side, as the gradients of slices do: they are joined
 * instead of added.
 */
export function mergePads(sum: Node): Node {
  if (sum.op !== 'add' || !sum.inputs.some((input) => input.op === 'pad')) return sum;
  const terms = termsOf(sum);
  const blocks = terms.flatMap((term) => blockOf(term) ?? []).sort((a, b) => a.start - b.start);
  const [first] = blocks;
  if (first === undefined || blocks.some(({ axis }) => axis !== first.axis)) return sum;
  const runs: Block[][] = [];
  for (const block of blocks) {
    const run = runs.find((known) => known.at(-1)?.end === block.start);
    if (run === undefined) runs.push([block]);
    else run.push(block);
  }
  if (runs.every((run) => run.length === 1)) return sum;
  const { axis } = first;
  const merged = runs.map((run) => {
    const [begin] = run;
    const last = run.at(-1);
    if (begin === undefined || last === undefined || run.length === 1) return begin?.node ?? sum;
    const parts = run.flatMap(({ node }) => {
      const x = at(node.inputs, 0);
      return x.op === 'concat' && x.attrs.axis === axis ? x.inputs : [x];
    });
    const joined = g.concat(parts, axis);
    const set = (n: number) => sum.shape.map((_, i) => (i === axis ? n : 0));
    const rest = at(sum.shape, axis) - last.end;
    return begin.start === 0 && rest === 0 ? joined : g.pad(joined, set(begin.start), set(rest));
  });
  const others = terms.filter((term) => blockOf(term) === undefined);
  return [...others, ...merged].reduce((total, term) => g.add(total, term));
}
