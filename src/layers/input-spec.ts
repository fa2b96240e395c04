import type { DType } from '../support/dtype.ts';
import { ArgumentError, checkOptions } from '../support/errors.ts';
import { isPlainRecord } from '../support/plain-record.ts';
import { formatShape, type PartialShape } from '../support/shape.ts';
import type { Structure } from './structure.ts';

export interface InputSpecOptions {
  dtype?: DType | null;
  /** The full shape; null for an axis of any extent. */
  shape?: PartialShape | null;
  ndim?: number | null;
  maxNdim?: number | null;
  minNdim?: number | null;
  /** Extents of single axes; negative axes count from the end. */
  axes?: Readonly<Record<number, number | null>> | null;
  /** Whether a last axis of extent 1 may be missing or added. Default false. */
  allowLastAxisSqueeze?: boolean;
  /** Whether null may be passed instead of a tensor. Default false. */
  optional?: boolean;
  name?: string | null;
}

/**
 * What a layer requires of one input. Layers set `this.inputSpec` to one (or a list); a call with something else
 * throws an error that names the layer and the input.
 *
 * @see https://keras.io/api/layers/base_layer/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const spec = new layers.InputSpec({ minNdim: 2, axes: { [-1]: 4 } });
 * console.log(spec.minNdim); // => 2
 * ```
 */
export class InputSpec {
  readonly dtype: DType | null;
  readonly shape: PartialShape | null;
  readonly ndim: number | null;
  readonly maxNdim: number | null;
  readonly minNdim: number | null;
  readonly axes: Readonly<Record<number, number | null>>;
  readonly allowLastAxisSqueeze: boolean;
  readonly optional: boolean;
  readonly name: string | null;

  constructor(options: InputSpecOptions = {}) {
    checkOptions('InputSpec', options, [
      'dtype',
      'shape',
      'ndim',
      'maxNdim',
      'minNdim',
      'axes',
      'allowLastAxisSqueeze',
      'optional',
      'name',
    ]);
    this.dtype = options.dtype ?? null;
    this.shape = options.shape ?? null;
    this.ndim = this.shape === null ? (options.ndim ?? null) : this.shape.length;
    this.maxNdim = options.maxNdim ?? null;
    this.minNdim = options.minNdim ?? null;
    this.axes = options.axes ?? {};
    this.allowLastAxisSqueeze = options.allowLastAxisSqueeze ?? false;
    this.optional = options.optional ?? false;
    this.name = options.name ?? null;
  }
}

/** Asks that inputs of any rank end like this shape: axes, counted from the end, keep their extents. */
export function axesSpec(shape: PartialShape, axes: readonly number[]): InputSpec {
  return new InputSpec({ axes: Object.fromEntries(axes.map((axis) => [axis - shape.length, shape[axis] ?? null])) });
}

/** Anything with a shape and a dtype. */
export interface Shaped {
  readonly shape: PartialShape;
  readonly dtype: DType;
}

const isShaped = (x: unknown): x is Shaped => typeof x === 'object' && x !== null && 'shape' in x && 'dtype' in x;

function complaint(spec: InputSpec, { shape, dtype }: Shaped): string | undefined {
  const rank = shape.length;
  const squeezable = spec.allowLastAxisSqueeze && spec.shape !== null;
  if (spec.ndim !== null && rank !== spec.ndim) {
    const squeezed =
      squeezable &&
      ((rank === spec.ndim + 1 && shape.at(-1) === 1) || (rank === spec.ndim - 1 && spec.shape.at(-1) === 1));
    return squeezed ? undefined : `expected ${spec.ndim} axes (ndim=${spec.ndim}), found ${rank}`;
  }
  if (spec.maxNdim !== null && rank > spec.maxNdim)
    return `expected at most ${spec.maxNdim} axes (max_ndim=${spec.maxNdim}), found ${rank}`;
  if (spec.minNdim !== null && rank < spec.minNdim)
    return `expected at least ${spec.minNdim} axes (min_ndim=${spec.minNdim}), found ${rank}`;
  if (spec.dtype !== null && dtype !== spec.dtype) return `expected dtype ${spec.dtype}, found ${dtype}`;
  for (const [axis, extent] of Object.entries(spec.axes)) {
    const found = shape.at(Number(axis));
    if (extent !== null && found !== extent && found !== null)
      return `expected axis ${axis} of the input to have extent ${extent}`;
  }
  const mismatch =
    spec.shape?.findIndex((extent, i) => extent !== null && shape[i] !== null && shape[i] !== extent) ?? -1;
  if (spec.shape !== null && mismatch >= 0) return `expected shape ${formatShape(spec.shape)}`;
  return undefined;
}

/** The specs and inputs side by side: a list goes with a list, a record with a record of the same keys. */
function pairs(
  specs: InputSpec | readonly InputSpec[] | Readonly<Record<string, InputSpec>>,
  inputs: Structure<Shaped>,
  layerName: string,
): [string, InputSpec, unknown][] {
  if (isPlainRecord(specs)) {
    if (!isPlainRecord(inputs))
      throw new ArgumentError(
        `Layer "${layerName}" takes a record of inputs with the keys ${Object.keys(specs).join(', ')}. Received: ${isShaped(inputs) ? `one tensor of shape ${formatShape(inputs.shape)}` : 'a list'}`,
      );
    return Object.entries(specs).map(([key, spec]) => {
      if (!(key in inputs))
        throw new ArgumentError(
          `Layer "${layerName}" misses the input ${JSON.stringify(key)}. Received: ${Object.keys(inputs).join(', ')}`,
        );
      return [JSON.stringify(key), spec as InputSpec, inputs[key]];
    });
  }
  const specList = specs instanceof InputSpec ? [specs] : (specs as readonly InputSpec[]);
  const inputList: readonly unknown[] = Array.isArray(inputs)
    ? inputs
    : isShaped(inputs)
      ? [inputs]
      : Object.values(inputs);
  if (specList.length !== inputList.length) {
    const plural = specList.length === 1 ? 'input' : 'inputs';
    throw new ArgumentError(
      `Layer "${layerName}" takes ${specList.length} ${plural}. Received: ${inputList.length} tensors`,
    );
  }
  return specList.map((spec, i) => [String(i), spec, inputList[i]]);
}

export type InputSpecs = InputSpec | readonly InputSpec[] | Readonly<Record<string, InputSpec>>;

/**
 * Checks a call's inputs against a layer's specs.
 *
 * @throws ArgumentError that names the layer, the input, what was expected and the shape received
 */
export function assertInputCompatibility(specs: InputSpecs | null, inputs: Structure<Shaped>, layerName: string): void {
  if (specs === null) return;
  for (const [label, spec, input] of pairs(specs, inputs, layerName)) {
    if (!isShaped(input)) continue;
    const reason = complaint(spec, input);
    if (reason !== undefined) {
      throw new ArgumentError(
        `Input ${spec.name === null ? label : JSON.stringify(spec.name)} of layer "${layerName}" is incompatible with the layer: ${reason}. Received: an input of shape ${formatShape(input.shape)}`,
      );
    }
  }
}
