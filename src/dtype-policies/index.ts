/** Which dtypes layers compute and keep their weights in: `keras.dtype_policies`. */

import { registerClasses } from '../support/registry.ts';
import { DTypePolicy } from './dtype-policy.ts';
import { DTypePolicyMap } from './dtype-policy-map.ts';
import { Int4DTypePolicy, QuantizedDTypePolicy } from './quantized-dtype-policy.ts';

export { DTypePolicy, DTypePolicy as FloatDTypePolicy, type DTypePolicyName } from './dtype-policy.ts';
export { type DTypePolicyIdentifier, DTypePolicyMap, deserialize, get, serialize } from './dtype-policy-map.ts';

export { Int4DTypePolicy, QuantizedDTypePolicy } from './quantized-dtype-policy.ts';

registerClasses('keras', [DTypePolicy], { FloatDTypePolicy: DTypePolicy });
registerClasses('keras.dtype_policies', [DTypePolicyMap, Int4DTypePolicy, QuantizedDTypePolicy], {
  DTypePolicy,
  FloatDTypePolicy: DTypePolicy,
});
