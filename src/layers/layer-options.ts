import type { DTypePolicyIdentifier } from '../dtype-policies/index.ts';
import type { RegularizerIdentifier } from '../regularizers/index.ts';
import { ArgumentError, badArgument, checkOptions, describe } from '../support/errors.ts';
import type { PartialShape } from '../support/shape.ts';
import { isPartialShape } from './keras-tensor.ts';

/** The options that every layer takes. */
export interface LayerOptions {
  /** Default: the class's name in snake case, numbered: `dense`, `dense_1`. */
  name?: string | null;
  /** Whether training changes the weights. Default true. */
  trainable?: boolean;
  /**
   * What the layer computes in and what its weights have: a dtype, the name of a policy such as 'mixed_bfloat16', a policy
   * or its config. Default: `config.dtypePolicy()`, which is float32 for both.
   */
  dtype?: DTypePolicyIdentifier | null;
  /** Whether float inputs and weights are cast to the dtype that the layer computes in. Default true. */
  autocast?: boolean;
  /** A penalty on the layer's output, divided by the batch size. Default null. */
  activityRegularizer?: RegularizerIdentifier | null;
  /** Old spelling of an `Input` in front: the shape of one sample. Heeded by Sequential. */
  inputShape?: PartialShape;
  /** Old spelling of `inputShape: [inputDim]`. */
  inputDim?: number;
  /** Old spelling of an Input's batch size. */
  batchSize?: number;
  /** Old spelling of an Input's shape with the batch axis. */
  batchInputShape?: PartialShape;
}

const baseOptions = [
  'name',
  'trainable',
  'dtype',
  'autocast',
  'activityRegularizer',
  'inputShape',
  'inputDim',
  'batchSize',
  'batchInputShape',
];

/** Refuses options that neither every layer nor this one has. */
export function checkLayerOptions(className: string, options: LayerOptions, own: readonly string[]): void {
  checkOptions(className, options, [...own, ...baseOptions]);
  const { name, trainable, autocast } = options;
  if (name !== undefined && name !== null && (typeof name !== 'string' || name === '' || name.includes('/'))) {
    throw badArgument('name', 'a non-empty string without "/"', name);
  }
  if (autocast !== undefined && typeof autocast !== 'boolean') throw badArgument('autocast', 'a boolean', autocast);
  if (trainable !== undefined && typeof trainable !== 'boolean') throw badArgument('trainable', 'a boolean', trainable);
}

const extents = 'non-negative integers, with null for unknown extents';

/** The batch shape that the old spelling (`inputShape`, `inputDim`, `batchSize`, `batchInputShape`) asks for, if any. */
export function batchShapeOf(options: LayerOptions): PartialShape | undefined {
  const { inputShape, inputDim, batchSize, batchInputShape } = options;
  const given = [inputShape, inputDim, batchInputShape].filter((shape) => shape !== undefined);
  if (given.length > 1) {
    throw new ArgumentError(
      `Give one of inputShape, inputDim and batchInputShape. Received: ${given.map(describe).join(' and ')}`,
    );
  }
  if (batchInputShape !== undefined) {
    if (!isPartialShape(batchInputShape)) throw badArgument('batchInputShape', extents, batchInputShape);
    return batchInputShape;
  }
  if (inputDim !== undefined && (!Number.isInteger(inputDim) || inputDim < 0))
    throw badArgument('inputDim', 'a non-negative integer', inputDim);
  const shape = inputDim === undefined ? inputShape : [inputDim];
  if (shape === undefined) return undefined;
  if (!isPartialShape(shape)) throw badArgument('inputShape', extents, inputShape);
  return [batchSize ?? null, ...shape];
}
