import { Layer } from '../layers/layer.ts';
import type { QuantizeLayerOptions } from '../layers/quantization/quantization.ts';
import type { QuantizationMode } from '../quantizers/index.ts';
import { resolveQuantization } from '../quantizers/quantization-config.ts';
import { badArgument, checkOptions, StateError } from '../support/errors.ts';
import { classNameOf } from '../support/naming.ts';
import { warnOnce } from '../support/warn-once.ts';

/** What names a layer: a part of its name, a regular expression, or several. */
type NamePattern = string | RegExp;

/** How a model is quantized. */
export interface QuantizeModelOptions extends QuantizeLayerOptions {
  /** Which layers are: those whose name holds one of these, or of which a function says so. Default null: all. */
  readonly filters?: NamePattern | readonly NamePattern[] | ((layer: Layer) => boolean) | null;
}

function chooser(filters: QuantizeModelOptions['filters']): (layer: Layer) => boolean {
  if (filters === null || filters === undefined) return () => true;
  if (typeof filters === 'function') return filters;
  const patterns: readonly unknown[] = Array.isArray(filters) ? filters : [filters];
  const expressions = patterns.map((pattern) => {
    if (typeof pattern !== 'string' && !(pattern instanceof RegExp))
      throw badArgument('filters', 'a regular expression, a list of them or a function', filters);
    return new RegExp(pattern);
  });
  return ({ name }) => expressions.some((expression) => expression.test(name));
}

/** Whether a layer's own class says how it is quantized; what extends Dense, say, may use its weights otherwise. */
const hasOwnWay = (layer: Layer): boolean => Object.hasOwn(Object.getPrototypeOf(layer), 'quantize');

/** Quantizes the layers below one that can be. */
export function quantizeLayers(model: Layer, mode: QuantizationMode | null, options: QuantizeModelOptions): void {
  checkOptions('quantize', options, ['config', 'filters', 'typeCheck']);
  const { filters, ...rest } = options;
  const config = resolveQuantization(mode, rest.config ?? null);
  const chosen = chooser(filters);
  const layers = model
    .flattenLayers()
    .filter((layer) => layer instanceof Layer)
    .filter(
      (layer) => layer !== model && layer.quantize !== model.quantize && layer.quantize !== Layer.prototype.quantize,
    )
    .filter((layer) => chosen(layer));
  if (!model.built)
    throw new StateError(
      `Model "${model.name}" must be built before it is quantized. Received: quantize('${config.mode}')`,
    );
  const quantized = layers.find((layer) => layer.quantizationMode !== null);
  if (quantized !== undefined)
    throw new StateError(
      `Layer "${quantized.name}" is quantized already, as ${quantized.dtypePolicy.name}. Received: quantize('${config.mode}')`,
    );
  for (const layer of layers) {
    if (hasOwnWay(layer) || rest.typeCheck === false) layer.quantize(config.mode, { ...rest, config });
    else
      warnOnce(`Layer "${layer.name}" (${classNameOf(layer)}) extends a class that is quantized, and is not itself.`);
  }
}
