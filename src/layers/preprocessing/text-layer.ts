import { ArgumentError, describe } from '../../support/errors.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { hasSymbolic, type LayerInputs } from '../call-inputs.ts';
import type { ApplyOptions } from '../call-options.ts';
import type { KerasTensor } from '../keras-tensor.ts';
import { Layer } from '../layer.ts';
import type { Structure } from '../structure.ts';

/** Strings, or whole numbers, in nested arrays: what layers that read text take. */
export type TextData = string | number | readonly TextData[] | Int32Array;

/** The leaves of nested arrays in order, and the arrays' extents. */
export interface TextBlock {
  readonly values: readonly (string | number)[];
  readonly shape: readonly number[];
}

/**
 * Flattens nested arrays.
 *
 * @throws ArgumentError when the arrays are ragged, or hold something else
 */
export function textBlock(data: unknown, owner: string): TextBlock {
  if (typeof data === 'string' || typeof data === 'number') return { values: [data], shape: [] };
  if (data instanceof Int32Array) return { values: [...data], shape: [data.length] };
  if (!Array.isArray(data)) {
    throw new ArgumentError(
      `Layer "${owner}" takes strings in nested arrays, on the host. Received: ${describe(data)}`,
    );
  }
  const blocks = data.map((item: unknown) => textBlock(item, owner));
  const shape = blocks[0]?.shape ?? [];
  if (blocks.some((block) => block.shape.join() !== shape.join())) {
    throw new ArgumentError(`The arrays that layer "${owner}" takes must not be ragged. Received: ${describe(data)}`);
  }
  return { values: blocks.flatMap((block) => block.values), shape: [data.length, ...shape] };
}

/**
 * A layer that reads text. Text lives on the host alone: the layer takes arrays of strings and gives a tensor, at once. It
 * stands in front of a model, or in the `map` of a dataset; inside of a model, where tensors flow, it is refused.
 */
export abstract class TextLayer extends Layer {
  /** What becomes of nested arrays of strings or whole numbers. */
  protected abstract read(data: unknown): Tensor;

  override apply(data: TextData, options?: ApplyOptions): Tensor;
  override apply<Out extends Structure<KerasTensor> = KerasTensor>(
    inputs: Structure<KerasTensor>,
    options?: ApplyOptions,
  ): NoInfer<Out>;
  override apply<Out extends Structure<Tensor> = Tensor>(inputs: LayerInputs, options?: ApplyOptions): NoInfer<Out>;
  override apply(
    inputs: Structure<KerasTensor> | LayerInputs,
    options?: ApplyOptions,
  ): Structure<KerasTensor> | Structure<Tensor>;
  override apply(inputs: unknown): Tensor {
    if (inputs instanceof Tensor || hasSymbolic(inputs)) throw this.#refusal(inputs);
    this.built = true;
    return this.read(inputs);
  }

  override call(inputs: Structure<Tensor>): Structure<Tensor> {
    throw this.#refusal(inputs);
  }

  #refusal(inputs: unknown): ArgumentError {
    return new ArgumentError(
      `Layer "${this.name}" reads arrays of strings and can't be part of a model: apply it to the data before, as in dataset.map(([text, y]) => [layer.apply(text), y]). Received: ${describe(inputs)}`,
    );
  }
}
