/** Runs every example as a user does, and checks what it shows. */

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

// Each example is a process of its own, which may have to wait for a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), 'keratin-examples-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(name: string, more: Readonly<Record<string, string>> = {}, flags: readonly string[] = []) {
  const script = join(import.meta.dirname, `${name}.ts`);
  // As wide as a terminal, whatever the test runs in.
  const env = { ...process.env, COLUMNS: '80', NODE_NO_WARNINGS: '1', ...more };
  const args = ['--conditions=keratin-source', script, '--out', folder, ...flags];
  return promisify(execFile)(process.execPath, args, { env });
}

/** The rows of a printed table that begin with one of the labels: the numbers behind the label. */
function rows(text: string, label: RegExp): number[][] {
  return text
    .split('\n')
    .filter((line) => label.test(line))
    .map((line) =>
      (
        line
          .replace(label, '')
          .replaceAll(',', '')
          .match(/-?\d+(\.\d+)?(e-?\d+)?/g) ?? []
      ).map(Number),
    );
}

const picture = (name: string) => readFileSync(join(folder, `${name}.svg`), 'utf8');

test('every example is run here', () => {
  const scripts = readdirSync(import.meta.dirname).filter((file) => /^\d\d-.*\.ts$/.test(file));
  const tested = readFileSync(import.meta.filename, 'utf8');
  expect(scripts.length).toBeGreaterThan(0);
  for (const script of scripts) expect(tested).toContain(script.replace('.ts', ''));
});

describe('main-job', () => {
  let text: string;
  beforeAll(async () => {
    ({ stdout: text } = await run('main-job'));
  });

  test('shows the net, its progress, and that it reads digits', () => {
    expect(text).toContain('Total params: 52,466');
    expect(text.match(/^Epoch \d+\/10$/gm)).toHaveLength(10);
    expect(text.match(/ - accuracy: .* - loss: .* - val_accuracy: .* - val_loss: /g)).toHaveLength(10);
    const [, percent] = /reads ([\d.]+)% right/.exec(text) ?? [];
    expect(Number(percent)).toBeGreaterThan(95);
  });

  test('shows where gradients vanish and where they arrive', () => {
    const table = rows(text, /^ *(output|\d+) +(?=\d)/);
    expect(table).toHaveLength(11);
    const [output = [], ...hidden] = table;
    const bottom = hidden.at(-1) ?? [];
    for (const row of table) expect(row).toHaveLength(5);
    const arriving = bottom.map((value, net) => value / (output[net] ?? 0));
    const [sigmoid = 1, glorot = 1, ...good] = arriving;
    expect(sigmoid).toBeLessThan(0.02);
    expect(glorot).toBeGreaterThan(2 * sigmoid);
    expect(glorot).toBeLessThan(0.1);
    for (const share of good) expect(share).toBeGreaterThan(0.3);
    for (const share of good) expect(share).toBeLessThan(3);
    // Layer by layer downwards the sigmoid's gradient becomes smaller.
    const column = hidden.map((row) => row[0] ?? 0);
    expect(column).toEqual([...column].sort((a, b) => b - a));
  });

  test('ends with what the doctor says of the nets', () => {
    expect(text).toMatch(/✗ \(a\) sigmoid, N\(0, 1\): activation shrinks the gradient in every layer/);
    expect(text).toMatch(/· \(b\) ReLU, Glorot: initial weights too small/);
    expect(text.match(/✓ .*: healthy/g)).toHaveLength(4);
  });

  test('fits a terminal of 80 columns, and draws all of it', () => {
    for (const line of text.split('\n')) {
      const free = /^ *\d+\/\d+ - |^(Picture|Page|Runs): /.test(line);
      if (!free) expect([...line].length, line).toBeLessThanOrEqual(80);
    }
    const svg = picture('main-job');
    for (const label of ['sigmoid, N(0, 1)', 'ReLU, Glorot', 'ReLU, He', 'SELU, LeCun', 'ELU + BN, He', 'validation']) {
      expect(svg).toContain(label);
    }
  });
});

test('01-vanishing-gradients', async () => {
  const { stdout: text } = await run('01-vanishing-gradients');
  expect(rows(text, /^ *0 +/)).toEqual([[0.5, 0.25]]);
  expect(rows(text, /^ *-8 +/)).toEqual([[0.000335, 0.000335]]);
  const [[deviation = 0, saturated = 0, normal = 1, glorot = 1] = []] = rows(text, /^ *1 +/);
  expect(deviation).toBeGreaterThan(5);
  expect(saturated).toBeGreaterThan(40);
  expect(normal).toBeLessThan(0.005);
  expect(glorot).toBeLessThan(1e-6);
  const [[, none = 1, atOutput = 0] = []] = rows(text, /^output +/);
  expect(none).toBe(0);
  expect(atOutput).toBeGreaterThan(0.25);
  const [[narrow = 1] = [], [wide = 0] = []] = [rows(text, /^ *32 +/).flat(), rows(text, /^ *300 +/).flat()];
  expect(wide).toBeGreaterThan(2 * narrow);
  expect(picture('sigmoid-saturation')).toContain('saturated');
});

test('02-initialization', async () => {
  const { stdout: text } = await run('02-initialization');
  for (const name of [
    ...['Constant', 'GlorotNormal', 'GlorotUniform', 'HeNormal', 'HeUniform', 'Identity', 'Initializer', 'LecunNormal'],
    ...['LecunUniform', 'Ones', 'Orthogonal', 'RandomNormal', 'RandomUniform', 'TruncatedNormal', 'VarianceScaling'],
    ...['Zeros', 'get', 'serialize', 'deserialize'],
  ]) {
    expect(text).toMatch(new RegExp(`\\b${name}\\b.*,|, ${name}$`, 'm'));
  }
  expect(text).toContain('<Dense name=dense, units=10, activation=relu, kernelInitializer=HeNormal');
  // sqrt(3 scale / n) with n = 200.
  expect(rows(text, /^scale 2 +/)).toEqual([[0.173, -0.173, 0.173]]);
  expect(rows(text, /^scale 0.2 +/)).toEqual([[0.0548, -0.0548, 0.0548]]);
  for (const [name, variance] of [
    ['glorot', 1 / 200],
    ['he', 2 / 300],
    ['lecun', 1 / 300],
  ] as const) {
    const found = rows(text, new RegExp(`^${name}_(normal|uniform) .*fan_\\w+`));
    expect(found).toHaveLength(2);
    for (const [expected, actual = 0] of found) {
      expect(expected).toBeCloseTo(variance, 5);
      expect(Math.abs(actual / variance - 1)).toBeLessThan(0.05);
    }
  }
  const [json = '{}'] = /^\{.*\}$/m.exec(text) ?? [];
  const keys = { scale: 2, mode: 'fan_avg', distribution: 'uniform' };
  expect(JSON.parse(json)).toMatchObject({ class_name: 'VarianceScaling', config: keys });
  expect(text).toContain('Did you mean "he_normal"? Received: "he_norml"');
});

test('03-nonsaturating-activations', async () => {
  const { stdout: text, stderr } = await run('03-nonsaturating-activations');
  for (const name of ['elu', 'exponential', 'gelu', 'hardSigmoid', 'linear', 'relu', 'selu', 'sigmoid', 'softmax']) {
    expect(text).toMatch(new RegExp(`^Activation functions: .*\\b${name}\\b`));
  }
  expect(text).toContain('Layers with a ReLU: LeakyReLU, PReLU, RReLU, ReLU, ThresholdedReLU');
  expect(rows(text, /^leakyRelu\(z, 0.2\), written with ops/)).toEqual([[-0.4, -0.2, 0, 1, 2]]);
  expect(rows(text, /^LeakyReLU\(\{ alpha: 0.2 \}\)/)).toEqual([[-0.4, -0.2, 0, 1, 2]]);
  expect(rows(text, /^LeakyReLU\(\): 0.3/)).toEqual([[-0.6, -0.3, 0, 1, 2]]);
  expect(rows(text, /^PReLU\(\): learned, 0 at first/)).toEqual([[0, 0, 0, 1, 2]]);
  // The mean of 1/8 and 1/3 is 0.229.
  expect(rows(text, /^RReLU\(\), otherwise: their mean/)).toEqual([[-0.458, -0.229, 0, 1, 2]]);
  const [[double = 0, single = 0] = []] = rows(text, /^RReLU\(\), training: U\(1\/8, 1\/3\)/);
  for (const slope of [-double / 2, -single]) {
    expect(slope).toBeGreaterThan(1 / 8 - 1e-3);
    expect(slope).toBeLessThan(1 / 3 + 1e-3);
  }
  const [[mean = 1, deviation = 0, , relu = 1, , tanh = 1] = []] = rows(text, /^ *100 +/);
  expect(Math.abs(mean)).toBeLessThan(0.15);
  expect(Math.abs(deviation - 1)).toBeLessThan(0.2);
  expect(relu).toBeLessThan(0.5);
  expect(tanh).toBeLessThan(0.2);
  expect(stderr).toMatch(/^SELU .*lecun_normal/m);
  expect(picture('activation-functions')).toContain('leaky ReLU');
});

test('04-batch-normalization', async () => {
  const { stdout: text } = await run('04-batch-normalization');
  expect(text).toContain('[0.13825515,');
  expect(rows(text, /^│ (flatten|batch_norm\w+|dense\w*) .*\(None, \d+\) +│/).flat()).toEqual([
    0, 3136, 235500, 1200, 30100, 400, 1010,
  ]);
  expect(text).toContain('Total params: 271,346');
  expect(text).toContain('Trainable params: 268,978');
  expect(text).toContain('Non-trainable params: 2,368');
  for (const flag of ["'gamma', true", "'beta', true", "'moving_mean', false", "'moving_variance', false"]) {
    expect(text).toContain(flag);
  }
  expect(text).toContain('updates: []');
  expect(text).toMatch(/^dense_\d +235200$/m);
  expect(text).toMatch(/^dense_\d +30000$/m);
  const [[after = 0] = [], [before = 0] = []] = [rows(text, /^after +/).flat(), rows(text, /^before +/).flat()];
  expect(after).toBeGreaterThan(0.93);
  expect(before).toBeGreaterThan(after - 0.02);
  expect(rows(text, /^ *0.9 +/)).toEqual([[3.26, 3.26]]);
  expect(rows(text, /^ *0.99 +/)).toEqual([[0.478, 0.478]]);
  expect(rows(text, /^ *0.999 +/)).toEqual([[0.0498, 0.0498]]);
  expect(rows(text, /^axis: -1 +/)).toEqual([[28]]);
  expect(rows(text, /^axis: \[1, 2\] +/)).toEqual([[28, 28]]);
});

test('05-gradient-clipping', async () => {
  const { stdout: text } = await run('05-gradient-clipping');
  expect(rows(text, /^clipvalue: 1 +/)).toEqual([[0.9, 1, 1.34536, 48]]);
  expect(rows(text, /^clipnorm: 1 +/)).toEqual([
    [0.00899963, 0.999959, 1, 89.5],
    [0.6, 0.8, 1],
  ]);
  expect(rows(text, /^globalClipnorm: 1 +/)).toEqual([[0.231, 0.308, 0.923]]);
  expect(text).toMatch(/ArgumentError: .*clipnorm=1, clipvalue=1/);
  expect(picture('gradient-clipping')).toContain('clipvalue: 1');
});

test('06-custom-layers', async () => {
  const { stdout: text } = await run('06-custom-layers');
  expect(text).toMatch(/^Tensor\(\[\[ *0\.\d+, +0\.\d+, +0\.\d+\],$/m);
  expect(text).toContain('shape=(3, 3), dtype=float32)');
  expect(text).toContain('does not train: Float32Array(2) [ 1, 2 ]');
  expect(text).not.toContain('adds noise:         Float32Array(2) [ 1, 2 ]');
  expect(text).toContain('still gets: [ true ]');
  const [first, again, other] = text.match(/^\[ [\d.]+, [\d.]+ \]$/gm) ?? [];
  expect(first).toBeDefined();
  expect(again).toBe(first);
  expect(other).not.toBe(first);
  expect(text).toContain('42 and 42: true');
  expect(text).toContain('42 and 43: false');
});

test('07-cross-validation', async () => {
  const { stdout: text } = await run('07-cross-validation');
  expect(text).toMatch(/^activation +kernelInitializer +normalization +accuracy +loss/m);
  const scores = rows(text, /^(sigmoid|relu|elu|selu) +(glorot_uniform|he_normal) +(true|false) +/).map(
    ([mean = 0]) => mean,
  );
  expect(scores).toHaveLength(16);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  // The chapter's order: SELU and ELU before ReLU, the sigmoid last.
  expect(text).toMatch(/Best: (selu|elu), /);
  expect(scores.at(-1)).toBeLessThan(0.3);
  expect(picture('cross-validation')).toContain('16 nets');
});

/** What papers found, with fewer epochs than the examples take by themselves. */
describe('reproductions', () => {
  const quickly = async (name: string) => (await run(name, {}, ['--quick'])).stdout;

  test('09-glorot-bengio: the gradient shrinks on its way down, that of the weights hides it', async () => {
    const text = await quickly('09-glorot-bengio');
    const layers = rows(text, /^ +[1-5] +(?=\d.*\d.*\d.*\d.*\d.*\d)/);
    const [top = [], bottom = []] = [layers[0], layers[4]];
    const [standard = 1, weights = 0, glorot = 0] = [1, 2, 4].map((i) => (bottom[i] ?? 0) / (top[i] ?? 1));
    expect(standard).toBeLessThan(0.15);
    expect(weights).toBeGreaterThan(0.6);
    expect(glorot).toBeGreaterThan(0.35);
    const [, perStandard, perGlorot] = /standard (0\.\d+); tanh, Glorot (0\.\d+)/.exec(text) ?? [];
    // The paper's mean singular values of the layers' Jacobians are 0.5 and 0.8.
    expect(Number(perStandard)).toBeCloseTo(0.5, 0);
    expect(Number(perGlorot)).toBeGreaterThan(0.75);
    const sigmoid = rows(text, /^ *\d+ +(?=0\.\d+ +0\.\d+ +0\.\d+ +0\.\d+ +0\.\d+$)/);
    expect(sigmoid.at(-1)?.[4]).toBeLessThan(0.25);
    for (const mean of sigmoid.at(-1)?.slice(0, 3) ?? []) expect(Math.abs(mean - 0.5)).toBeLessThan(0.06);
    expect(picture('glorot-bengio')).toContain('Five sigmoid layers');
  });

  test('10-thirty-layers: He learns, Glorot does not, and the doctor said so', async () => {
    const text = await quickly('10-thirty-layers');
    const [[factor = 0, , first = 0, last = 0] = []] = rows(text, /^Glorot +/);
    expect(factor).toBeCloseTo(Math.SQRT1_2, 1);
    expect(last).toBeGreaterThan(first - 0.02);
    const [[kept = 0, , before = 0, after = 9] = []] = rows(text, /^He +/);
    expect(kept).toBeCloseTo(1, 1);
    expect(after).toBeLessThan(before - 0.2);
    expect(text).toMatch(/✗ 30 ReLU layers, Glorot: initial weights too small/);
    // Advice, not a fault: this one learns.
    expect(text).toContain('· 30 ReLU layers, He: very deep without shortcuts');
  });

  test('11-selu-fixed-point: mean 0 and variance 1 at any depth, with LeCun weights', async () => {
    const text = await quickly('11-selu-fixed-point');
    const last = (label: RegExp) => rows(text, label)[0]?.at(-1) ?? Number.NaN;
    expect(Math.abs(last(/^SELU, LeCun: mean +/))).toBeLessThan(0.2);
    expect(last(/^SELU, LeCun: variance +/)).toBeGreaterThan(0.75);
    expect(last(/^SELU, LeCun: variance +/)).toBeLessThan(1.3);
    // Raw inputs are drawn in too, but it takes layers; other weights leave the fixed point.
    expect(rows(text, /^SELU, LeCun, raw inputs: variance +/)[0]?.[0]).toBeGreaterThan(10);
    expect(last(/^SELU, LeCun, raw inputs: variance +/)).toBeLessThan(1.5);
    expect(last(/^SELU, He: variance +/)).toBeGreaterThan(50);
    expect(last(/^SELU, N\(0, 0.05²\): variance +/)).toBeLessThan(0.05);
  });

  test('12-normalized-inputs: batch normalization trains faster and holds the inputs in place', async () => {
    const text = await quickly('12-normalized-inputs');
    const accuracies = rows(text, /^with(out)? +(?=0\.\d+ +0)/);
    const [without = [], normalized = []] = accuracies;
    expect(normalized[1]).toBeGreaterThan(0.85);
    expect(without.at(-1)).toBeLessThan((normalized.at(-1) ?? 0) - 0.2);
    const [, moved, held] = /moves by ([\d.]+) widths without, ([\d.]+) widths with/.exec(text) ?? [];
    expect(Number(held)).toBeLessThan(0.4);
    expect(Number(moved)).toBeGreaterThan(3 * Number(held));
  });

  test('13-trainability: nets learn where mean-field theory says that the signal gets through', async () => {
    const text = await quickly('13-trainability');
    const [[deepSmall = 1, deepEdge = 0] = []] = rows(text, /^20 +/);
    const [[shallowSmall = 0] = []] = rows(text, /^4 +/);
    const [[reachSmall = 99, reachEdge = 0] = []] = rows(text, /^theory +/);
    expect(reachSmall).toBeLessThan(20);
    expect(deepSmall).toBeLessThan(0.3);
    expect(shallowSmall).toBeGreaterThan(0.6);
    expect(reachEdge).toBeGreaterThan(100);
    expect(deepEdge).toBeGreaterThan(0.8);
  });
});

/** Fashion-MNIST is not bundled. */
const data = process.env.KERATIN_DATA ?? join(import.meta.dirname, '../../shared/data');
const hasClothes = existsSync(join(data, 'fashion-mnist'));
if (!hasClothes) console.warn(`08-pretrained-layers is skipped: there is no folder ${join(data, 'fashion-mnist')}`);

describe.skipIf(!hasClothes)('08-pretrained-layers', () => {
  test('reused layers make fewer mistakes than layers trained on 200 pictures', async () => {
    const { stdout } = await run('08-pretrained-layers', { KERATIN_DATA: data });
    const [[scratch = 0, frozen = 0, unfrozen = 0] = []] = rows(stdout, /^mean/);
    expect(scratch).toBeGreaterThan(0);
    expect(frozen).toBeLessThan(scratch / 2);
    expect(unfrozen).toBeLessThan(scratch / 2);
  });
});
