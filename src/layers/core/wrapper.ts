import { badArgument } from '../../support/errors.ts';
import { type Config, deserializeObject, serializeObject } from '../../support/registry.ts';
import type { ShapeStructure } from '../keras-tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';

/**
 * What layers share that stand around another one, such as TimeDistributed: they build it, and their configs hold its
 * config.
 *
 * @param layer the layer inside, or its config
 * @throws ArgumentError when layer isn't one
 * @see https://keras.io/api/layers/base_layer/
 *
 * @example
 * ```ts
 * import { layers, type Tensor } from 'keratin';
 * class Twice extends layers.Wrapper {
 *   static override readonly className = 'Twice';
 *   override call(inputs: Tensor): Tensor {
 *     return this.layer.apply(this.layer.apply(inputs));
 *   }
 * }
 * const layer = new Twice(new layers.ReLU());
 * console.log(await layer.apply([[-1, 2]]).array()); // => [[0, 2]]
 * ```
 */
export class Wrapper extends Layer {
  static override readonly className: string = 'Wrapper';
  static override readonly positional: readonly string[] = ['layer'];
  readonly layer: Layer;

  constructor(layer: Layer, options: LayerOptions = {}, ownOptions: readonly string[] = []) {
    super(options, ownOptions);
    const inner = layer instanceof Layer ? layer : innerLayer(layer);
    this.layer = inner;
  }

  override build(inputShape: ShapeStructure): void {
    if (!this.layer.built) this.layer.build(inputShape);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), layer: serializeObject(this.layer) };
  }
}

function innerLayer(config: unknown): Layer {
  const isConfig = typeof config === 'object' && config !== null && 'class_name' in config;
  const object = isConfig ? deserializeObject(config, { module: 'keras.layers' }) : undefined;
  if (!(object instanceof Layer)) throw badArgument('layer', 'a layer', config);
  return object;
}
