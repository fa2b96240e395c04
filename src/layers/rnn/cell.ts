import { zeros } from '../../ops/creation.ts';
import { badArgument, describe } from '../../support/errors.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { CallOptions } from '../call-options.ts';
import { isTensor } from '../infer-outputs.ts';
import { Layer } from '../layer.ts';
import { unobserved } from '../observation.ts';
import type { Structure } from '../structure.ts';

/** The extent of a cell's state, or of each of them. */
export type StateSize = number | readonly StateSize[];

/** A cell's states: one for each extent of its `stateSize`. */
export type States = readonly Structure<Tensor>[];

/**
 * A layer that computes one time step of a recurrent net: applied to [inputs, states] it gives [output, states].
 */
export interface Cell extends Layer {
  readonly stateSize: StateSize;
  /** The extent of the output. Default: the first of `stateSize`. */
  readonly outputSize?: number;
  call(inputs: Structure<Tensor>, options: CallOptions): Structure<Tensor>;
  /** The states before the first step. Default: zeros. */
  getInitialState?(batchSize: number): States;
  /** @internal Draws what stays the same for all steps of a sequence, such as dropout masks; the result forgets it. */
  prepare?(inputs: Tensor, states: States): () => void;
}

/** Checks that a layer is a cell. */
export function cellOption(name: string, value: unknown): Cell {
  if (!(value instanceof Layer) || !('stateSize' in value))
    throw badArgument(name, 'a layer with a `stateSize`, such as LSTMCell', value);
  const { stateSize } = value;
  if (!isStateSize(stateSize)) throw badArgument(`${name}.stateSize`, 'an integer or a list of them', stateSize);
  // A layer with a state size is what this interface says; the rest is optional or every layer's.
  return value as Cell;
}

const isStateSize = (x: unknown): x is StateSize =>
  typeof x === 'number' ? Number.isInteger(x) : Array.isArray(x) && x.every(isStateSize);

/** A list of one or several state sizes. */
export const sizesOf = (cell: Cell): readonly StateSize[] =>
  typeof cell.stateSize === 'number' ? [cell.stateSize] : cell.stateSize;

/** The extent of a cell's output. */
export function outputSizeOf(cell: Cell): number {
  const [first] = sizesOf(cell);
  const size = cell.outputSize ?? first;
  if (typeof size !== 'number') throw badArgument('outputSize', 'an integer', size);
  return size;
}

/** The states before the first step. */
export function initialStates(cell: Cell, batchSize: number): States {
  if (cell.getInitialState !== undefined) return cell.getInitialState(batchSize);
  const zero = (size: StateSize): Structure<Tensor> =>
    typeof size === 'number' ? zeros([batchSize, size], cell.computeDtype) : size.map(zero);
  return sizesOf(cell).map(zero);
}

/** A cell's inputs and states, which it gets as one list. */
export function cellInputs(inputs: Structure<Tensor>, name: string): [x: Tensor, states: readonly Structure<Tensor>[]] {
  const list: readonly unknown[] = Array.isArray(inputs) ? inputs : [];
  const [x, states] = list;
  if (!isTensor(x) || list.length !== 2) {
    throw badArgument(
      'inputs',
      `[inputs, states], a tensor and a list of states, as cell "${name}" takes them`,
      inputs,
    );
  }
  return [x, Array.isArray(states) ? states : [states]];
}

/** A state that is one tensor. */
export function stateTensor(states: readonly Structure<Tensor>[], i: number, name: string): Tensor {
  const state = states[i];
  if (!isTensor(state)) throw badArgument('states', `a tensor at place ${i} for cell "${name}"`, describe(states));
  return state;
}

/** Runs a step of a cell. Observers of layers don't see it, because its tensors exist only inside of a loop. */
export function step(cell: Cell, x: Tensor, states: States, training: boolean): { output: Tensor; states: States } {
  const result = unobserved(() => cell.call([x, states], { training }));
  const [output, next] = Array.isArray(result) ? result : [];
  if (!isTensor(output) || next === undefined)
    throw badArgument('cell', '[output, states] as the result of its call', result);
  return { output, states: Array.isArray(next) ? next : [next] };
}
