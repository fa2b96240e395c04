import * as random from '../../../src/random/index.ts';
import { at } from '../../../src/support/shape.ts';
import { Tensor } from '../../../src/tensor/tensor.ts';
import { setRandomSeed } from '../../../src/utils/set-random-seed.ts';
import { adapter, type Case } from '../adapter.ts';
import type { Check } from '../check.ts';
import { callPython, decode, hasFunction } from '../python-call.ts';
import type { TensorJson } from '../tensor-json.ts';

interface RandomCase extends Case {
  readonly name?: string;
  readonly kwargs?: Readonly<Record<string, unknown>>;
  readonly output?: TensorJson;
  readonly seed?: number;
  readonly set_random_seed?: number;
  readonly states?: readonly TensorJson[];
  readonly next?: readonly TensorJson[];
  readonly draws?: readonly TensorJson[];
  /** What was drawn, such as `normal (3,)`. */
  readonly draw_kinds?: readonly string[];
}

const nameOf = (kind: string): string => kind.split(' ', 1)[0] ?? kind;

function draw(kind: string, shape: readonly number[], seed: random.SeedGenerator | null): Tensor {
  const result = callPython('random', random, nameOf(kind), [shape], seed === null ? {} : { seed });
  if (!(result instanceof Tensor)) throw new Error('The result is not a tensor.');
  return result;
}

function runGenerator(
  { seed = 0, states = [], next = [], draws = [], draw_kinds = [] }: RandomCase,
  check: Check,
): void {
  const generator = new random.SeedGenerator({ seed });
  const seen = [generator.state.value];
  const given: Tensor[] = [];
  for (const _ of next) {
    given.push(generator.next());
    seen.push(generator.state.value);
  }
  check.tensors('states', seen, states);
  check.tensors('next', given, next);
  const fresh = new random.SeedGenerator({ seed });
  check.tensors(
    'draws',
    draws.map(({ shape }, i) => draw(at(draw_kinds, i), shape, fresh)),
    draws,
  );
}

export const randomAdapter = adapter<RandomCase>({
  missing: ({ name, draw_kinds = [] }) =>
    [...draw_kinds.map(nameOf), ...(name === undefined ? [] : [name])].filter((used) => !hasFunction(random, used)),
  run(testCase, check) {
    const { name, kwargs = {}, output, set_random_seed, draws = [], draw_kinds = [] } = testCase;
    if (name === undefined) {
      if (set_random_seed === undefined) runGenerator(testCase, check);
      else {
        setRandomSeed(set_random_seed);
        check.tensors(
          'draws',
          draws.map(({ shape }, i) => draw(at(draw_kinds, i), shape, null)),
          draws,
        );
      }
      return;
    }
    const options = Object.fromEntries(Object.entries(kwargs).map(([key, value]) => [key, decode(value)]));
    const result = callPython('random', random, name, [], options);
    if (!(result instanceof Tensor) || output === undefined) throw new Error('The result is not a tensor.');
    check.tensor('output', result, output);
  },
});
