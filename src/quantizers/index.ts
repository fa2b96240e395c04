/** keras.quantizers: numbers in few bits. */

import type { QuantizationMode } from '../dtype-policies/quantized-dtype-policy.ts';
import { family, type Identifier, type NameOf } from '../support/family.ts';
import { registerClasses } from '../support/registry.ts';
import { AbsMaxQuantizer } from './abs-max-quantizer.ts';
import { Int4QuantizationConfig, Int8QuantizationConfig } from './quantization-config.ts';
import { FunctionQuantizer, Quantizer, type QuantizerFunction } from './quantizer.ts';

const quantizers = family({
  kind: 'quantizer',
  module: 'keras.quantizers',
  base: Quantizer,
  wrapper: FunctionQuantizer,
  classes: { AbsMaxQuantizer },
  aliases: { abs_max_quantizer: AbsMaxQuantizer },
});

registerClasses('keras.quantizers', [Int8QuantizationConfig, Int4QuantizationConfig]);

/** Keras's names for quantizers. */
export type QuantizerName = NameOf<typeof quantizers>;

/** What takes the place of a quantizer: a name, an object, a class, a function, or a config. */
export type QuantizerIdentifier = Identifier<Quantizer, QuantizerFunction, QuantizerName>;

/**
 * The quantizer that a name, an object, a class, a function or a config stands for; null for null.
 *
 * @throws ArgumentError when the name is unknown, with the nearest known one
 * @see https://keras.io/api/quantizers/
 *
 * @example
 * ```ts
 * import { quantizers } from 'keratin';
 * console.log(quantizers.get('abs_max_quantizer').outputDtype); // => int8
 * ```
 */
export const get: typeof quantizers.get = quantizers.get;

/**
 * Keras's envelope around a quantizer.
 *
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { quantizers } from 'keratin';
 * const envelope = quantizers.serialize(new quantizers.AbsMaxQuantizer({ axis: 0 }));
 * console.log('class_name' in envelope && envelope.class_name); // => AbsMaxQuantizer
 * ```
 */
export const serialize: typeof quantizers.serialize = quantizers.serialize;

/**
 * The quantizer in Keras's envelope; classes and functions of one's own are looked up in `customObjects`.
 *
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { quantizers } from 'keratin';
 * const envelope = quantizers.serialize(new quantizers.AbsMaxQuantizer({ axis: 0 }));
 * console.log(quantizers.deserialize(envelope).getConfig().axis); // => [0]
 * ```
 */
export const deserialize: typeof quantizers.deserialize = quantizers.deserialize;

export { type AbsMaxQuantizeOptions, absMaxQuantize } from './abs-max-quantize.ts';
export { absMaxQuantizeGroupedWithZeroPoint } from './abs-max-quantize-grouped.ts';
export { AbsMaxQuantizer, type AbsMaxQuantizerOptions } from './abs-max-quantizer.ts';
export { type FakeQuantOptions, fakeQuantWithMinMaxVars } from './fake-quant.ts';
export { computeFloat8AmaxHistory, computeFloat8Scale, type Float8, quantizeAndDequantize } from './float8.ts';
export { type PackInt4Options, packInt4, unpackInt4 } from './pack-int4.ts';
export {
  Int4QuantizationConfig,
  type Int4QuantizationConfigOptions,
  Int8QuantizationConfig,
  QuantizationConfig,
  type QuantizationConfigOptions,
} from './quantization-config.ts';
export { type QuantizeOptions, Quantizer, type QuantizerFunction } from './quantizer.ts';
export type { QuantizationMode };
