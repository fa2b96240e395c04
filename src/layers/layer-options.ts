import type { RegularizerIdentifier } from '../regularizers/index.ts';
import { type DType, standardizeDtype } from '../support/dtype.ts';
import { ArgumentError, badArgument, checkOptions, describe } from '../support/errors.ts';
import { isPlainRecord } from '../support/plain-record.ts';
import type { PartialShape } from '../support/shape.ts';
import { isPartialShape } from './keras-tensor.ts';

/** What a layer's `dtype` may be: a dtype name, or a policy as configs write it. One policy exists: all in 32 bits. */
export type DTypePolicy = DType | { readonly class_name: string; readonly config: { readonly [key: string]: unknown } };

/** The options that every layer takes. */
export interface LayerOptions {
  /** Default: the class's name in snake case, numbered: `dense`, `dense_1`. */
  name?: string | null;
  /** Whether training changes the weights. Default true. */
  trainable?: boolean;
  /** Default 'float32'. */
  dtype?: DTypePolicy | null;
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
  'activityRegularizer',
  'inputShape',
  'inputDim',
  'batchSize',
  'batchInputShape',
];

/** Refuses options that neither every layer nor this one has. */
export function checkLayerOptions(className: string, options: LayerOptions, own: readonly string[]): void {
  checkOptions(className, options, [...own, ...baseOptions]);
  const { name, trainable } = options;
  if (name !== undefined && name !== null && (typeof name !== 'string' || name === '' || name.includes('/'))) {
    throw badArgument('name', 'a non-empty string without "/"', name);
  }
  if (trainable !== undefined && typeof trainable !== 'boolean') throw badArgument('trainable', 'a boolean', trainable);
}

/** The dtype that a policy stands for. */
export function policyDtype(policy: DTypePolicy | null | undefined): DType {
  if (policy === null || policy === undefined) return 'float32';
  if (typeof policy === 'string') return standardizeDtype(policy);
  const name = isPlainRecord(policy) ? policy.config.name : undefined;
  if (policy.class_name !== 'DTypePolicy' || typeof name !== 'string')
    throw badArgument('dtype', 'a dtype name or a DTypePolicy config', policy);
  return standardizeDtype(name);
}

/** A policy as Keras writes it to configs. */
export const policyConfig = (dtype: DType): object => ({
  module: 'keras',
  class_name: 'DTypePolicy',
  config: { name: dtype },
  registered_name: null,
});

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
