import { describe, expect, test } from 'vitest';
import { Constant } from '../initializers/index.ts';
import * as ops from '../ops/index.ts';
import { expectValues } from '../ops/testing/expect.ts';
import type { TensorLike } from '../tensor/convert.ts';
import { jit } from '../tensor/jit.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { accumulate, Metric, type MetricOptions } from './metric.ts';

/** Counts how many predictions are off by more than a limit. */
class Misses extends Metric {
  static override readonly className = 'Misses';
  readonly limit: number;
  readonly misses: Variable;
  constructor(options: MetricOptions & { limit?: number } = {}) {
    super(options);
    this.limit = options.limit ?? 1;
    this.misses = this.addWeight({ name: 'misses' });
  }
  override updateState(yTrue: TensorLike, yPred: TensorLike): void {
    const far = ops.greater(ops.abs(ops.subtract(yTrue, yPred)), this.limit);
    accumulate(this.misses, ops.sum(ops.cast(far, 'float32')));
  }
  override result(): Tensor {
    return this.misses.value;
  }
  override getConfig() {
    return { ...super.getConfig(), limit: this.limit };
  }
}

describe('a custom metric', () => {
  test('gathers, gives its value, and starts anew', () => {
    const metric = new Misses();
    metric.updateState([1, 2, 3], [1, 5, 9]);
    metric.updateState([0], [4]);
    expectValues(metric.result(), 3);
    metric.resetState();
    expectValues(metric.result(), 0);
    expectValues(metric.apply([0], [4]), 1);
  });

  test('is part of a compiled step', () => {
    const metric = new Misses({ limit: 2 });
    const step = jit((t: Tensor, p: Tensor) => {
      metric.updateState(t, p);
    });
    for (let i = 0; i < 3; i++) step(ops.array([1, 2]), ops.array([1, 5]));
    expectValues(metric.result(), 3);
    metric.resetState();
    step(ops.array([1, 2]), ops.array([9, 9]));
    expectValues(metric.result(), 2);
  });

  test('reads its own config, and is named after its class', () => {
    const metric = Misses.fromConfig(new Misses({ limit: 3, name: 'far' }).getConfig());
    expect(metric).toBeInstanceOf(Misses);
    expect(metric.getConfig()).toEqual({ name: 'far', dtype: 'float32', limit: 3 });
    expect(new Misses().name).toMatch(/^misses/);
    expect(String(metric)).toBe('<Misses name=far>');
  });
});

test('variables are initialized as asked, belong to the metric and are not trained', () => {
  const metric = new Misses({ name: 'm' });
  const ones = metric.addVariable([2], { initializer: 'ones', name: 'ones' });
  const sevens = metric.addVariable([2], { initializer: new Constant({ value: 7 }), dtype: 'int32' });
  expectValues(ones, [1, 1]);
  expectValues(sevens, [7, 7]);
  expect(metric.variables.map(({ path, dtype, trainable }) => [path, dtype, trainable])).toEqual([
    ['m/misses', 'float32', false],
    ['m/ones', 'float32', false],
    ['m/variable', 'int32', false],
  ]);
});

test('refuses wrong options', () => {
  expect(() => new Misses({ name: 5 } as never)).toThrow('`name` must be a string. Received: name=5');
  expect(() => new Misses({ dtype: 'double' } as never)).toThrow('Unknown dtype');
  expect(() => new Misses().addVariable([], { initialiser: 'ones' } as never)).toThrow(
    'Unknown option of addVariable. Did you mean "initializer"?',
  );
});
