import { swapaxes } from '../../ops/axis-order.ts';
import { zerosLike } from '../../ops/creation.ts';
import { getItem } from '../../ops/get-item.ts';
import { logicalNot, where } from '../../ops/logical.ts';
import { flip } from '../../ops/reversal.ts';
import { reshape } from '../../ops/shape.ts';
import { badArgument } from '../../support/errors.ts';
import { at } from '../../support/shape.ts';
import { abstractly } from '../../tensor/abstract.ts';
import { scanTensors } from '../../tensor/loops.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { isTensor } from '../infer-outputs.ts';
import { flattenStructure, packStructure } from '../structure.ts';
import { type Cell, type States, step } from './cell.ts';

/** How a cell is run along a sequence. */
export interface RunOptions {
  /** [batch, time], true where a step counts; null when all do. */
  readonly mask: Tensor | null;
  readonly training: boolean;
  readonly goBackwards: boolean;
  readonly zeroOutputForMask: boolean;
  /** Whether a masked step repeats the output before, which was zeros at first, rather than the first state. */
  readonly repeatOutput: boolean;
}

export interface Run {
  /** The last output. */
  readonly last: Tensor;
  /** All outputs [batch, time, ...], in the order of computation. */
  readonly outputs: Tensor;
  readonly states: States;
}

/** A masked step gives the first state, of the last cell where several are stacked. */
function previousOutput(states: States): Tensor {
  const [first] = states;
  if (isTensor(first)) return first;
  const last = states.at(-1);
  const state: unknown = Array.isArray(last) ? last[0] : undefined;
  if (!isTensor(state)) throw badArgument('states', 'tensors', states);
  return state;
}

/** Runs a cell from step to step. Masked steps leave the states as they are. */
export function runCell(cell: Cell, sequences: Tensor, init: States, options: RunOptions): Run {
  const { mask, training, goBackwards } = options;
  const first = flattenStructure(init, isTensor);
  const pack = (leaves: readonly Tensor[]): States => {
    const packed = packStructure(init, isTensor, leaves);
    return Array.isArray(packed) ? packed : [packed];
  };
  const repeats = mask !== null && options.repeatOutput;
  const firstOutput = (): Tensor => abstractly(() => step(cell, getItem(sequences, [{}, 0]), init, training).output);
  const before = repeats ? [zerosLike(firstOutput())] : [];
  /** Where the output is the first state, the last one needn't be looked up among all. */
  let outputIsState = false;
  const body = (carried: readonly Tensor[], row: readonly Tensor[]) => {
    const states = carried.slice(0, first.length);
    const { output, states: next } = step(cell, at(row, 0), pack(states), training);
    const after = flattenStructure(next, isTensor);
    outputIsState = output === after[0] && !repeats && !(mask !== null && options.zeroOutputForMask);
    const present = row[1];
    if (present === undefined) return { next: after, outputs: [output] };
    const absent = logicalNot(present);
    const unlessAbsent = (value: Tensor, instead: Tensor): Tensor => {
      const rest = value.shape.slice(1).map(() => 1);
      return where(reshape(absent, [at(value.shape, 0), ...rest]), instead, value);
    };
    const kept = after.map((state, i) => unlessAbsent(state, at(states, i)));
    const instead = repeats
      ? at(carried, first.length)
      : options.zeroOutputForMask
        ? zerosLike(output)
        : previousOutput(pack(states));
    const shown = unlessAbsent(output, instead);
    return { next: repeats ? [...kept, shown] : kept, outputs: [shown] };
  };
  const xs = [sequences, ...(mask === null ? [] : [mask])].map((x) => swapaxes(x, 0, 1));
  const { carries, outputs } = scanTensors('RNN', body, [...first, ...before], xs, {
    length: at(sequences.shape, 1),
    reverse: goBackwards,
  });
  const ordered = goBackwards ? flip(at(outputs, 0), 0) : at(outputs, 0);
  return {
    last: outputIsState ? at(carries, 0) : getItem(ordered, -1),
    outputs: swapaxes(ordered, 0, 1),
    states: pack(carries.slice(0, first.length)),
  };
}
