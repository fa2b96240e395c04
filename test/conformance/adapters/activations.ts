import * as activations from '../../../src/activations/index.ts';
import { adapter, type Case } from '../adapter.ts';
import { gradientsOfSum } from '../gradient.ts';
import { callPython, decode, hasFunction, tensorLeaves } from '../python-call.ts';
import { type TensorJson, toTensor } from '../tensor-json.ts';

interface ActivationCase extends Case {
  readonly name: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly x: TensorJson;
  readonly y: TensorJson;
  readonly dydx: TensorJson;
}

export const activationsAdapter = adapter<ActivationCase>({
  missing: ({ name }) => (hasFunction(activations, name) ? [] : [name]),
  run({ name, kwargs, x, y, dydx }, check) {
    const input = toTensor(x);
    const options = Object.fromEntries(Object.entries(kwargs).map(([key, value]) => [key, decode(value)]));
    const [output] = tensorLeaves(callPython('activations', activations, name, [input], options));
    if (output === undefined) throw new Error('The result is not a tensor.');
    const gradients = gradientsOfSum(output, [input]);
    check.tensor('y', output, y);
    check.tensors('gradients', gradients, [dydx]);
  },
});
