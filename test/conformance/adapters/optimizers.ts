import { deserialize, serialize } from '../../../src/optimizers/index.ts';
import { at } from '../../../src/support/shape.ts';
import { jit } from '../../../src/tensor/jit.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';
import { Variable } from '../../../src/tensor/variable.ts';
import { adapter, type Case } from '../adapter.ts';
import type { Tolerance } from '../compare.ts';
import { missingClasses } from '../missing-classes.ts';
import { type TensorJson, toTensor } from '../tensor-json.ts';

interface OptimizerCase extends Case {
  readonly config: unknown;
  readonly variable_names: readonly string[];
  readonly variables: readonly TensorJson[];
  readonly gradients: readonly (readonly TensorJson[])[];
  readonly after: readonly (readonly TensorJson[])[];
  readonly optimizer_variables_after_last: readonly { readonly path: string; readonly value: TensorJson }[];
  readonly tol_optimizer_variables: Tolerance;
  readonly after_finalize?: readonly TensorJson[];
  readonly exclude_from_weight_decay?: readonly string[];
}

export const optimizersAdapter = adapter<OptimizerCase>({
  missing: ({ config }) => missingClasses(config),
  run(testCase, check) {
    const optimizer = deserialize(testCase.config);
    check.equal('config', serialize(optimizer), testCase.config);
    if (testCase.exclude_from_weight_decay !== undefined)
      optimizer.excludeFromWeightDecay({ varNames: testCase.exclude_from_weight_decay });
    const variables = testCase.variables.map(
      (value, i) => new Variable(toTensor(value), { name: at(testCase.variable_names, i) }),
    );
    // All steps are runs of one program, as in training.
    const apply = jit((gradients: Tensor[]) => optimizer.apply(gradients, variables));
    testCase.gradients.forEach((gradients, step) => {
      apply(gradients.map(toTensor));
      check.tensors(`variables after step ${step}`, variables, at(testCase.after, step));
    });
    const state = testCase.optimizer_variables_after_last;
    check.tensors(
      'optimizer variables',
      optimizer.variables,
      state.map(({ value }) => value),
      testCase.tol_optimizer_variables,
    );
    if (testCase.after_finalize !== undefined) {
      optimizer.finalizeVariableValues(variables);
      check.tensors('variables after finalize', variables, testCase.after_finalize);
    }
  },
});
