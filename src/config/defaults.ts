import { type DType, FLOATX } from '../support/dtype.ts';
import { badArgument, unknownName } from '../support/errors.ts';

/** Dtype of weights and of numbers without one: float32. */
export const floatx = (): DType => FLOATX;

/**
 * Chooses the dtype of weights and of numbers without one, of which there is only one: 'float32'.
 *
 * @throws ArgumentError for any other, because nothing computes in it
 *
 * @example
 * ```ts
 * import { config } from 'keratin';
 * config.setFloatx('float32');
 * console.log(config.floatx()); // => float32
 * ```
 */
export function setFloatx(value: 'float32'): void {
  if (value !== FLOATX) throw badArgument('value', "'float32', the only float dtype there is", value);
}

/** The small number that keeps divisions and logarithms finite, as `keras.config.epsilon`: 1e-7. */
export const epsilon = (): number => 1e-7;

const DATA_FORMATS = ['channels_last', 'channels_first'] as const;

/** Documented global configuration: where images have their channels. */
let dataFormat: (typeof DATA_FORMATS)[number] = 'channels_last';

/** Where images have their channels when a function is not told: 'channels_last', unless `setImageDataFormat` says otherwise. */
export const imageDataFormat = (): (typeof DATA_FORMATS)[number] => dataFormat;

/**
 * Chooses where images have their channels when a function of `ops` is not told, or a layer when it is made.
 *
 * @param format 'channels_last' or 'channels_first'
 * @see https://keras.io/api/utils/config_utils/#setimagedataformat-function
 *
 * @example
 * ```ts
 * import { config, ops } from 'keratin';
 * config.setImageDataFormat('channels_first');
 * console.log(ops.image.resize(ops.ones([3, 4, 4]), [2, 2]).shape); // => [3, 2, 2]
 * config.setImageDataFormat('channels_last');
 * ```
 */
export function setImageDataFormat(format: 'channels_last' | 'channels_first'): void {
  if (!DATA_FORMATS.includes(format)) throw unknownName('data format', format, DATA_FORMATS);
  dataFormat = format;
}
