/** `keras.backend`: questions about dtypes, and names. */

import { type DType, isFloat, promote, standardizeDtype } from '../support/dtype.ts';
import { uidOf } from '../support/naming.ts';

/**
 * Counts how often it was called with a prefix, from 1 on; `utils.clearSession` begins anew.
 *
 * @param prefix default ''
 * @see https://keras.io/api/utils/backend_utils/
 *
 * @example
 * ```ts
 * import { backend } from 'keratin';
 * console.log(backend.getUid('block'), backend.getUid('block')); // => 1 2
 * ```
 */
export const getUid = (prefix = ''): number => uidOf(prefix);

/**
 * Whether a dtype is one of floats.
 *
 * @throws ArgumentError for unknown dtypes
 * @see https://keras.io/api/utils/backend_utils/
 *
 * @example
 * ```ts
 * import { backend } from 'keratin';
 * console.log(backend.isFloatDtype('bfloat16'), backend.isFloatDtype('int32')); // => true false
 * ```
 */
export const isFloatDtype = (dtype: DType): boolean => isFloat(standardizeDtype(dtype));

/**
 * Whether a dtype is one of integers, with or without a sign; bool is none.
 *
 * @throws ArgumentError for unknown dtypes
 * @see https://keras.io/api/utils/backend_utils/
 *
 * @example
 * ```ts
 * import { backend } from 'keratin';
 * console.log(backend.isIntDtype('uint8'), backend.isIntDtype('bool')); // => true false
 * ```
 */
export function isIntDtype(dtype: DType): boolean {
  const standard = standardizeDtype(dtype);
  return !isFloat(standard) && standard !== 'bool';
}

/**
 * The dtype of what is computed of several dtypes.
 *
 * @throws ArgumentError for unknown dtypes
 * @see https://keras.io/api/utils/backend_utils/
 *
 * @example
 * ```ts
 * import { backend } from 'keratin';
 * console.log(backend.resultType('int32', 'float16'), backend.resultType('uint8', 'int8')); // => float16 int16
 * ```
 */
export const resultType = (...dtypes: readonly DType[]): DType => promote(...dtypes.map(standardizeDtype));
