/**
 * `npm run bench:compile -- [--kind K] [--layers 10,20,40,80] [--lengths 10,100,1000]`: how long the first training
 * step of a deep net takes, which traces, compiles and runs it, less a second step, which only runs. Stacks of one kind
 * of block at several depths show whether a layer gets dearer as the net gets deeper; an LSTM over sequences of several
 * lengths shows that the length does not matter.
 */

import { parseArgs } from 'node:util';
import { config, type KerasTensor, layers, Model } from '../src/index.ts';

type Block = (x: KerasTensor, i: number) => KerasTensor;

/** The shape of a sample, and a block that keeps it. */
const stacks: Readonly<Record<string, readonly [shape: readonly number[], block: Block]>> = {
  dense: [[32], (x) => new layers.Dense(32, { activation: 'elu' }).apply(x)],
  conv: [
    [12, 12, 8],
    (x) =>
      new layers.BatchNormalization().apply(new layers.Conv2D(8, 3, { padding: 'same', activation: 'relu' }).apply(x)),
  ],
  attention: [
    [16, 32],
    (x) => {
      const attended = new layers.MultiHeadAttention(2, 16).apply(x, x);
      const y = new layers.LayerNormalization().apply(new layers.Add().apply([x, attended]));
      const wide = new layers.Dense(64, { activation: 'gelu' }).apply(y);
      return new layers.LayerNormalization().apply(new layers.Add().apply([y, new layers.Dense(32).apply(wide)]));
    },
  ],
  recurrent: [[8, 16], (x) => new layers.LSTM(16, { returnSequences: true }).apply(x)],
};

const { values: flags } = parseArgs({
  options: {
    kind: { type: 'string', multiple: true, default: Object.keys(stacks) },
    layers: { type: 'string', default: '10,20,40,80' },
    lengths: { type: 'string', default: '10,100,1000' },
  },
});

function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}

const integers = (name: string, text: string): number[] => {
  const list = text.split(',').map(Number);
  return list.every((n) => Number.isInteger(n) && n > 0)
    ? list
    : refuse(`--${name}: expected positive integers, divided by commas; received ${text}`);
};

const BATCH = 4;
config.setThreads(1);

/**
 * Milliseconds of processor time that the first step of a model takes, without what a step takes that is compiled
 * already. On one thread, and not by the clock: helpers that wait and other processes don't count.
 */
async function compileTime(inputShape: readonly number[], blocks: number, block: Block): Promise<number> {
  const input = new layers.Input({ shape: inputShape });
  let x: KerasTensor = input;
  for (let i = 0; i < blocks; i++) x = block(x, i);
  const model = new Model(input, new layers.Dense(1).apply(new layers.Flatten().apply(x)));
  model.compile({ optimizer: 'adam', loss: 'mse' });
  const size = inputShape.reduce((product, n) => product * n, BATCH);
  const data = { data: Float32Array.from({ length: size }, (_, i) => Math.sin(i)), shape: [BATCH, ...inputShape] };
  const target = { data: new Float32Array(BATCH), shape: [BATCH, 1] };
  const step = async () => {
    const start = process.cpuUsage();
    await model.trainOnBatch(data, target);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  const first = await step();
  return first - (await step());
}

const cell = (text: string) => text.padStart(12);
const depths = integers('layers', flags.layers);
console.log(`milliseconds for each block${depths.map((n) => cell(`${n} blocks`)).join('')}${cell('growth')}`);
for (const kind of flags.kind) {
  const stack = stacks[kind] ?? refuse(`--kind: expected one of ${Object.keys(stacks).join(', ')}; received ${kind}`);
  // The compiler itself has to be compiled by the engine first.
  await compileTime(stack[0], 2, stack[1]);
  const each: number[] = [];
  for (const depth of depths) each.push((await compileTime(stack[0], depth, stack[1])) / depth);
  const growth = (each.at(-1) ?? 0) / (each[0] ?? 1);
  console.log(`${kind.padEnd(27)}${each.map((ms) => cell(ms.toFixed(1))).join('')}${cell(`${growth.toFixed(2)}x`)}`);
}

const lengths = integers('lengths', flags.lengths);
const lstm: Block = (x) => new layers.LSTM(32).apply(x);
await compileTime([5, 16], 1, lstm);
const times: number[] = [];
for (const length of lengths) times.push(await compileTime([length, 16], 1, lstm));
console.log(`\nmilliseconds for an LSTM    ${lengths.map((n) => cell(`${n} steps`)).join('')}`);
console.log(`${' '.repeat(28)}${times.map((ms) => cell(ms.toFixed(0))).join('')}`);
