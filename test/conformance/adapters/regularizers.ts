import { deserialize, Regularizer, serialize } from '../../../src/regularizers/index.ts';
import { isSerialized } from '../../../src/support/registry.ts';
import { adapter, type Case } from '../adapter.ts';
import { gradientsOfSum } from '../gradient.ts';
import { missingClasses } from '../missing-classes.ts';
import { type TensorJson, toTensor } from '../tensor-json.ts';

interface RegularizerCase extends Case {
  readonly config: unknown;
  readonly x: TensorJson;
  readonly value: TensorJson;
  readonly grad: TensorJson;
}

export const regularizersAdapter = adapter<RegularizerCase>({
  missing: ({ config }) => missingClasses(config),
  run({ config, x, value, grad }, check) {
    if (!isSerialized(config)) throw new Error('The case has no config.');
    const regularizer = deserialize(config);
    if (!(regularizer instanceof Regularizer)) throw new Error('The config is not that of a regularizer.');
    check.equal('config', serialize(regularizer), config);
    const weights = toTensor(x);
    const penalty = regularizer.apply(weights);
    const gradients = gradientsOfSum(penalty, [weights]);
    check.tensor('value', penalty, value);
    check.tensors('gradients', gradients, [grad]);
  },
});
