import { deserialize, Initializer, serialize } from '../../../src/initializers/index.ts';
import { standardizeDtype } from '../../../src/support/dtype.ts';
import { isSerialized } from '../../../src/support/registry.ts';
import { adapter, type Case } from '../adapter.ts';
import { missingClasses } from '../missing-classes.ts';
import type { TensorJson } from '../tensor-json.ts';

interface InitializerCase extends Case {
  readonly config: unknown;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: TensorJson;
}

export const initializersAdapter = adapter<InitializerCase>({
  missing: ({ config }) => missingClasses(config),
  run({ config, shape, dtype, values }, check) {
    if (!isSerialized(config)) throw new Error('The case has no config.');
    const initializer = deserialize(config);
    if (!(initializer instanceof Initializer)) throw new Error('The config is not that of an initializer.');
    check.equal('config', serialize(initializer), config);
    check.tensor('values', initializer.apply(shape, { dtype: standardizeDtype(dtype) }), values);
  },
});
