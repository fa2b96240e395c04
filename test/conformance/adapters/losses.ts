import * as losses from '../../../src/losses/index.ts';
import { isSerialized } from '../../../src/support/registry.ts';
import { setMask } from '../../../src/tensor/mask.ts';
import { Tensor } from '../../../src/tensor/tensor.ts';
import { adapter, type Case } from '../adapter.ts';
import { gradientsOfSum } from '../gradient.ts';
import { missingClasses } from '../missing-classes.ts';
import { callPython, decode, hasFunction } from '../python-call.ts';
import { type TensorJson, toTensor, toTensorOrNull } from '../tensor-json.ts';

interface LossCase extends Case {
  readonly config?: unknown;
  readonly function?: string;
  readonly kwargs?: Readonly<Record<string, unknown>>;
  readonly y_true: TensorJson;
  readonly y_pred: TensorJson;
  readonly sample_weight: TensorJson | null;
  readonly mask?: TensorJson;
  readonly value: TensorJson;
  readonly grad_y_pred: TensorJson | null;
}

export const lossesAdapter = adapter<LossCase>({
  missing: (testCase) =>
    testCase.function === undefined
      ? missingClasses(testCase.config)
      : hasFunction(losses, testCase.function)
        ? []
        : [testCase.function],
  run(testCase, check) {
    const yTrue = toTensor(testCase.y_true);
    const yPred = setMask(toTensor(testCase.y_pred), toTensorOrNull(testCase.mask));
    const value = testCase.function === undefined ? ofClass() : ofFunction(testCase.function);
    const gradients = gradientsOfSum(value, [yPred]);
    check.tensor('value', value, testCase.value);
    check.tensors('gradients', gradients, [testCase.grad_y_pred]);

    function ofClass(): Tensor {
      if (!isSerialized(testCase.config)) throw new Error('The case has no config.');
      const loss = losses.deserialize(testCase.config);
      if (!(loss instanceof losses.Loss)) throw new Error('The config is not that of a loss.');
      check.equal('config', losses.serialize(loss), testCase.config);
      const sampleWeight = toTensorOrNull(testCase.sample_weight);
      return loss.apply(yTrue, yPred, sampleWeight === null ? {} : { sampleWeight });
    }

    function ofFunction(name: string): Tensor {
      const kwargs = Object.entries(testCase.kwargs ?? {}).map(([key, argument]) => [key, decode(argument)]);
      const result = callPython('losses', losses, name, [yTrue, yPred], Object.fromEntries(kwargs));
      if (!(result instanceof Tensor)) throw new Error('The result is not a tensor.');
      return result;
    }
  },
});
