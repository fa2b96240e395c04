import { badArgument } from '../../support/errors.ts';
import { type Config, deserializeObject, serializeObject } from '../../support/registry.ts';
import { getMask } from '../../tensor/mask.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { isTensor } from '../infer-outputs.ts';
import { type CallOptions, Layer } from '../layer.ts';
import { flattenStructure, type Structure } from '../structure.ts';

function readLayer(item: unknown): Layer {
  const object =
    item instanceof Layer || typeof item !== 'object' || item === null
      ? item
      : deserializeObject(item, { module: 'keras.layers' });
  if (!(object instanceof Layer)) throw badArgument('layers', 'a list of layers', item);
  return object;
}

/**
 * Preprocessing layers one after the other, for use in a dataset's `map`. Runs in training mode unless it is told
 * otherwise.
 *
 * @param layers the layers
 * @param options `name`
 * @returns applied to what the first layer takes: what the last one gives
 * @throws ArgumentError when something isn't a layer
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/pipeline/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const pipeline = new layers.Pipeline([new layers.Rescaling(2), new layers.Rescaling(1, { offset: 1 })]);
 * console.log(await pipeline.apply([[1, 2]]).array()); // => [[3, 5]]
 * ```
 */
export class Pipeline extends Layer {
  static override readonly className: string = 'Pipeline';
  static override readonly positional: readonly string[] = ['layers'];
  protected override readonly trainingDefault: boolean = true;
  readonly layers: readonly Layer[];

  constructor(layers: readonly Layer[], options: { readonly name?: string | null } = {}) {
    super(options);
    if (!Array.isArray(layers)) throw badArgument('layers', 'a list of layers', layers);
    this.layers = layers.map(readLayer);
    this.supportsMasking = true;
  }

  override call(inputs: Structure<Tensor>, options: CallOptions = {}): Structure<Tensor> {
    return this.layers.reduce<Structure<Tensor>>(
      (outputs, layer) => layer.apply<Structure<Tensor>>(outputs, { training: options.training ?? true }),
      inputs,
    );
  }

  /** That of the last layer's output, which is attached already. */
  override computeMask(inputs: Structure<Tensor>): Tensor | null {
    const [first] = flattenStructure(inputs, isTensor);
    return this.layers.length > 0 || first === undefined ? null : (getMask(first) ?? null);
  }

  override getConfig(): Config {
    return { name: this.name, layers: this.layers.map((layer) => serializeObject(layer)) };
  }
}
