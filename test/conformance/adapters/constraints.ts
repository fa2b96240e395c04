import { Constraint, deserialize, serialize } from '../../../src/constraints/index.ts';
import { isSerialized } from '../../../src/support/registry.ts';
import { adapter, type Case } from '../adapter.ts';
import { missingClasses } from '../missing-classes.ts';
import { type TensorJson, toTensor } from '../tensor-json.ts';

interface ConstraintCase extends Case {
  readonly config: unknown;
  readonly x: TensorJson;
  readonly y: TensorJson;
}

export const constraintsAdapter = adapter<ConstraintCase>({
  missing: ({ config }) => missingClasses(config),
  run({ config, x, y }, check) {
    if (!isSerialized(config)) throw new Error('The case has no config.');
    const constraint = deserialize(config);
    if (!(constraint instanceof Constraint)) throw new Error('The config is not that of a constraint.');
    check.equal('config', serialize(constraint), config);
    check.tensor('y', constraint.apply(toTensor(x)), y);
  },
});
