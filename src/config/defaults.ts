import { positiveNumber } from '../support/check-values.ts';
import { type FloatDType, isFloat, standardizeDtype } from '../support/dtype.ts';
import { chooseEpsilon } from '../support/epsilon.ts';
import { badArgument, unknownName } from '../support/errors.ts';
import { chooseFloatx } from '../support/floatx.ts';

export { floatx } from '../support/floatx.ts';

/**
 * Chooses the dtype of numbers, results and new layers' weights that nobody gave one.
 *
 * @param value 'float32' (the default), 'float16' or 'bfloat16'. Both kinds of 16 bits are rounded after each operation as
 * Keras rounds them, but take 32 bits in memory. For training prefer `setDtypePolicy('mixed_bfloat16')`: float32 weights.
 * @throws ArgumentError for a dtype that is no float
 * @see https://keras.io/api/utils/config_utils/#setfloatx-function
 *
 * @example
 * ```ts
 * import { config, ops } from 'keratin';
 * config.setFloatx('float16');
 * console.log(ops.zeros([2]).dtype); // => float16
 * config.setFloatx('float32');
 * ```
 */
export function setFloatx(value: FloatDType): void {
  const dtype = standardizeDtype(value);
  if (!isFloat(dtype)) throw badArgument('value', "'float32', 'float16' or 'bfloat16'", value);
  chooseFloatx(dtype);
}

export { epsilon } from '../support/epsilon.ts';

/**
 * Sets the small number that keeps divisions and logarithms finite, for what is computed, or compiled, from now on.
 *
 * @param value a positive number. Default of `config.epsilon()`: 1e-7; float16 needs a larger one
 * @throws ArgumentError when it is no positive number
 * @see https://keras.io/api/utils/config_utils/#setepsilon-function
 *
 * @example
 * ```ts
 * import { config } from 'keratin';
 * config.setEpsilon(1e-5);
 * console.log(config.epsilon()); // => 0.00001
 * config.setEpsilon(1e-7);
 * ```
 */
export function setEpsilon(value: number): void {
  chooseEpsilon(positiveNumber('value', value));
}

const DATA_FORMATS = ['channels_last', 'channels_first'] as const;

/** Documented global configuration: where images have their channels. */
let dataFormat: (typeof DATA_FORMATS)[number] = 'channels_last';

/**
 * Where images have their channels when a function is not told: 'channels_last', unless `setImageDataFormat` says otherwise.
 *
 * @see https://keras.io/api/utils/config_utils/#imagedataformat-function
 *
 * @example
 * ```ts
 * import { config } from 'keratin';
 * console.log(config.imageDataFormat()); // => channels_last
 * ```
 */
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
