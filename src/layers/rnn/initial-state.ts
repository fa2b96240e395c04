import { ArgumentError } from '../../support/errors.ts';
import { formatShape } from '../../support/shape.ts';
import { convertToTensor, isTensorLike, type TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { isTensor } from '../infer-outputs.ts';
import { flattenStructure, mapStructure, type Structure } from '../structure.ts';
import { type Cell, initialStates, type States } from './cell.ts';

const isNumbers = (x: unknown): boolean => (Array.isArray(x) ? x.every(isNumbers) : typeof x === 'number');
/** A tensor, or nested arrays of nothing but numbers. */
const isState = (x: unknown): x is TensorLike => isTensorLike(x) && (!Array.isArray(x) || isNumbers(x));

/** States that a user gives, as tensors in a list. */
export function givenStates(given: Structure<TensorLike>, cell: Cell, batchSize: number, layerName: string): States {
  const structure: Structure<Tensor> = mapStructure(given, isState, (x) => convertToTensor(x));
  const states: States = Array.isArray(structure) ? structure : [structure];
  const shapes = (of: States) => flattenStructure(of, isTensor).map(({ shape }) => formatShape(shape));
  const [expected, received] = [shapes(initialStates(cell, batchSize)), shapes(states)];
  if (expected.join() !== received.join()) {
    throw new ArgumentError(
      `initialState of layer "${layerName}" must have the shapes ${expected.join(' and ')}. Received: ${received.join(' and ')}`,
    );
  }
  return states;
}
