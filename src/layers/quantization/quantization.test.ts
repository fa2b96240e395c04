import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Int4QuantizationConfig, Int8QuantizationConfig } from '../../quantizers/index.ts';
import { optionsFromConfig } from '../../support/registry.ts';
import { convertToTensor } from '../../tensor/convert.ts';
import { gradients } from '../../tensor/gradients.ts';
import { flattenNested, type NestedArray } from '../../tensor/nested.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Variable } from '../../tensor/variable.ts';
import { Dense, EinsumDense, Embedding, ReLU, ReversibleEmbedding } from '../index.ts';
import type { Layer } from '../layer.ts';
import { ops } from '../operations/ops.ts';

const classes = { Dense, EinsumDense, Embedding, ReversibleEmbedding };

interface Stored {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly value: NestedArray;
}

interface Case {
  readonly name: string;
  readonly class: keyof typeof classes;
  readonly config: Readonly<Record<string, unknown>>;
  readonly mode: 'int8' | 'int4';
  readonly options: Readonly<Record<string, unknown>>;
  readonly x: number[][];
  readonly start: number[][];
  readonly y: NestedArray;
  readonly gradient: NestedArray | null;
  readonly stored: readonly Stored[];
  readonly quantized_config: Readonly<Record<string, unknown>>;
}

/** Layers that Keras 3.15.1 has quantized: see make.py there. */
const { cases, back, lora }: { cases: Case[]; back: Record<string, number[][]>; lora: Record<string, number[][]> } =
  JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', 'quantized-layers.json'), 'utf8'));

async function expectNear(actual: Tensor, wanted: unknown): Promise<void> {
  const [got, expected] = [await actual.data(), flattenNested(wanted as NestedArray).values];
  expect(got.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(got[i]).toBeCloseTo(value, 4);
  });
}

const configOf = ({ mode, options }: Case) => {
  if (Object.keys(options).length === 0) return {};
  const given = optionsFromConfig(options);
  return { config: mode === 'int8' ? new Int8QuantizationConfig(given) : new Int4QuantizationConfig(given) };
};

function make(wanted: Case, config = wanted.config): Layer {
  const layer = classes[wanted.class].fromConfig(config);
  layer.build([null, ...convertToTensor(wanted.x).shape.slice(1)]);
  return layer;
}

describe("as Keras's own layers", () => {
  test.for(cases)('$name', async (wanted) => {
    const layer = make(wanted);
    layer.setWeights(wanted.start);
    layer.quantize(wanted.mode, configOf(wanted));

    const x = new Variable(wanted.x);
    const y = layer.apply(wanted.gradient === null ? wanted.x : x);
    const weights = ops.reshape(ops.cast(ops.arange(1, flattenNested(wanted.y).values.length + 1), 'float32'), y.shape);
    const [dx] = gradients(ops.sum(ops.multiply(y, weights)), [x]);
    await expectNear(y, wanted.y);
    if (wanted.gradient !== null && dx) await expectNear(dx, wanted.gradient);

    expect(layer.ownWeights.map(({ dtype, shape }) => ({ dtype, shape }))).toEqual(
      wanted.stored.map(({ dtype, shape }) => ({ dtype, shape })),
    );
    for (const [i, { value }] of wanted.stored.entries()) {
      const variable = layer.ownWeights[i];
      if (variable) await expectNear(variable.value, value);
    }
    expect(layer.getConfig()).toMatchObject({
      dtype: wanted.quantized_config.dtype,
      quantization_config: wanted.quantized_config.quantization_config,
    });
  });

  test.for(cases)('$name, from its config and its file', async (wanted) => {
    const layer = make(wanted, wanted.quantized_config);
    expect(layer.quantizationMode).toBe(wanted.mode);
    wanted.stored.forEach(({ value }, i) => {
      layer.ownWeights[i]?.assign(convertToTensor(value as number[]));
    });
    await expectNear(layer.apply(wanted.x), wanted.y);
  });
});

test('a quantized table leads back', async () => {
  const layer = new ReversibleEmbedding(6, 5);
  layer.build([null]);
  layer.setWeights([back.table as number[][]]);
  layer.quantize('int8');
  await expectNear(layer.apply(back.vectors as number[][], { reverse: true }), back.logits);
  const untied = new ReversibleEmbedding(6, 5, { tieWeights: false });
  untied.build([null]);
  expect(() => untied.quantize('int8')).toThrow('only where tieWeights is true');
});

test('a low-rank update of a quantized kernel is quantized with it in files', async () => {
  const layer = new Dense(4);
  layer.build([null, 5]);
  layer.setWeights(lora.start as number[][]);
  layer.quantize('int8');
  layer.enableLora(2);
  const [a, b] = ['lora_kernel_a', 'lora_kernel_b'].map((name) => layer.weights.find((weight) => weight.name === name));
  a?.assign(lora.a as number[][]);
  b?.assign(lora.b as number[][]);
  await expectNear(layer.apply(lora.x as number[][]), lora.y);
  for (const [i, weight] of layer.ownWeights.entries())
    await expectNear(layer.merged?.value(weight) ?? weight.value, lora.stored?.[i]);
});

test('an equation with an ellipsis is quantized, which Keras itself refuses', async () => {
  const layer = new EinsumDense('...x,xy->...y', 4, { biasAxes: 'y' });
  const x = Array.from({ length: 2 }, (_, i) => Array.from({ length: 3 }, (_, k) => [i + k, i - k, 1 / (1 + k)]));
  const before = await layer.apply(x).data();
  layer.quantize('int8');
  expect(layer.kernelScale?.shape).toEqual([1, 1, 4]);
  const after = await layer.apply(x).data();
  before.forEach((value, i) => {
    expect(Math.abs((after[i] ?? 0) - value)).toBeLessThan(0.05);
  });
});

test('with 16 bits to compute in, the result has 16', () => {
  const layer = new Dense(3, { dtype: 'int8_from_mixed_bfloat16' });
  expect(layer.apply([[1, 2, 3]]).dtype).toBe('bfloat16');
  expect([layer.kernel.dtype, layer.kernelScale?.dtype]).toEqual(['int8', 'float32']);
});

describe('what can not be quantized', () => {
  const dense = () => {
    const layer = new Dense(2, { name: 'mine' });
    layer.build([null, 3]);
    return layer;
  };

  test('is told so', () => {
    expect(() => new ReLU({ name: 'mine' }).quantize('int8')).toThrow('Layer "mine" (ReLU) has no weights');
    expect(() => new Dense(2).quantize('int8')).toThrow(
      "must be built before it is quantized. Received: quantize('int8')",
    );
    expect(() => dense().quantize('int7' as never)).toThrow('Did you mean "int8"?');
    expect(() => dense().quantize('gptq' as never)).toThrow(
      "`mode` must be 'int8' or 'int4' (Keras's other modes are not",
    );
    expect(() => dense().quantize()).toThrow("`mode` must be 'int8' or 'int4', or `config` given");
    expect(() => dense().quantize('int4', { config: new Int8QuantizationConfig() })).toThrow(
      "that of the config, 'int8'",
    );
    expect(() => dense().quantize('int8', { config: {} as never })).toThrow('`config` must be a QuantizationConfig');
    const misspelled: object = { configs: null };
    expect(() => dense().quantize('int8', misspelled)).toThrow('Unknown option of quantize');
    expect(() => new Dense(2, { quantizationConfig: 3 as never })).toThrow('`quantizationConfig` must be');
    expect(() => new Dense(2, { dtype: 'int8_from_float16' })).toThrow("doesn't compute in float16");
  });

  test("a class of one's own, unless it says that it may be", () => {
    class Twice extends Dense {
      static override readonly className: string = 'Twice';
    }
    const layer = new Twice(2);
    layer.build([null, 3]);
    expect(() => layer.quantize('int8')).toThrow('pass typeCheck: false');
    layer.quantize('int8', { typeCheck: false });
    expect(layer.quantizationMode).toBe('int8');
  });

  test('stays as it is', async () => {
    const layer = dense();
    const before = await layer.kernel.value.data();
    const { AbsMaxQuantizer } = await import('../../quantizers/index.ts');
    const config = new Int8QuantizationConfig({ weightQuantizer: new AbsMaxQuantizer({ axis: 1 }) });
    expect(() => layer.quantize('int8', { config })).toThrow('`weightQuantizer` must be one that gives');
    expect([layer.quantizationMode, layer.weights.length]).toEqual([null, 2]);
    expect(await layer.kernel.value.data()).toEqual(before);
    layer.quantize('int8');
    expect(() => layer.quantize('int4')).toThrow('is quantized already, as int8_from_float32');
    expect(() => {
      layer.dtypePolicy = 'float32';
    }).toThrow('its weights are not made floats again');
  });
});

test('a policy quantizes a layer that is built', () => {
  const layer = new Dense(2);
  layer.build([null, 6]);
  layer.dtypePolicy = 'int4/4_from_float32';
  expect(layer.kernelScale?.shape).toEqual([2, 2]);
  expect(layer.dtypePolicy.name).toBe('int4/4_from_float32');
});
