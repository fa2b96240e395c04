import { expect, test } from 'vitest';
import type { Measurement } from './entrant.ts';
import { median } from './measure.ts';
import { CALIBRATION, formatTable, summarize } from './table.ts';
import { leastBytes, productOperations, uniform, workloads } from './workloads.ts';

const run = (peer: string, ...turns: number[]): Measurement => ({
  peer,
  version: '1.0.0',
  workload: 'A',
  threads: 1,
  turns,
});

test('the median is the middle value, or the mean of the middle two', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(() => median([])).toThrow('received none');
});

test('a ratio is the median of the ratios of single rounds, to the fastest other', () => {
  const summary = summarize([
    run('keratin-x64', 2, 4, 4),
    run('keratin-wasm', 1, 1, 1),
    run('tfjs', 300, 600, 4000),
    run('torch', 30, 60, 400),
  ]);
  expect(
    summary.map(({ peer, median, min, max, ratio, bestPeer }) => [peer, median, min, max, ratio, bestPeer]),
  ).toEqual([
    ['keratin-x64', 4, 2, 4, 15, 'torch'],
    ['keratin-wasm', 1, 1, 1, 60, 'torch'],
    ['tfjs', 600, 300, 4000, undefined, undefined],
    ['torch', 60, 30, 400, undefined, undefined],
  ]);
});

test('without others there is no ratio, and thread counts are not mixed', () => {
  const [alone] = summarize([run('keratin-x64', 30), { ...run('torch', 30), threads: 2 }]);
  expect(alone?.ratio).toBeUndefined();
});

test('speeds are compared with what the processor did in the same run', () => {
  const product = (peer: string, ...turns: number[]): Measurement => ({
    ...run(peer, ...turns),
    workload: 'P',
    threads: 2,
  });
  const [summary, ...rest] = summarize([product('keratin-x64', 2, 2, 2), product(CALIBRATION, 9, 10, 11)]);
  expect(rest).toEqual([]);
  expect(summary?.gflops).toBeCloseTo(134.217728, 6);
  expect(summary?.shareOfPeak).toBeCloseTo(134.217728 / 200, 6);
});

test('operations of a training step: forward, weights, and the inputs of all but the first trained layer', () => {
  const rows = 2 * 256;
  expect(productOperations(workloads.C)).toBe(rows * (2 * 1024 * 1024 + 3 * 1024 * 1024 + 3 * 1024 * 10));
  const [length, d, wide] = [128, 128, 512];
  const inner = 3 * (2 * length * length * d + length * d * d + 2 * length * d * wide);
  expect(productOperations(workloads.T)).toBe(2 * 32 * (2 * 3 * length * d * d + inner + 3 * d * 10));
  const convolutions = 2 * 26 ** 2 * 9 * 32 + 3 * 24 ** 2 * 288 * 64;
  expect(productOperations(workloads.D)).toBe(2 * 64 * (convolutions + 3 * 9216 * 128 + 3 * 128 * 10));
  expect(productOperations(workloads.L)).toBe(2 * (784 * 300 + 300 * 100 + 100 * 10));
  expect(productOperations(workloads.W)).toBeUndefined();
});

test('bytes that must move: parameters eight times in training, once in predicting, and the batch', () => {
  const parameters = 784 * 2 + 785 * 300 + 600 + 301 * 100 + 200 + 1010;
  expect(leastBytes(workloads.A)).toBe(32 * parameters + 4 * 32 * 784);
  expect(leastBytes(workloads.L)).toBe(4 * parameters + 4 * 784);
  expect(leastBytes(workloads.P)).toBe(12 * 512 ** 2);
});

test('numbers for all peers are in [-1, 1) and depend on the seed', () => {
  expect([...uniform(3, 1)]).not.toEqual([...uniform(3, 2)]);
  expect(uniform(1000, 1).every((x) => x >= -1 && x < 1)).toBe(true);
});

test('the table is Markdown with one row per workload and peer', () => {
  const measured = [{ ...run('keratin-x64', 2), firstStep: 300, peakMemory: 99.6 }, run('tfjs', 30)];
  expect(formatTable(summarize(measured))).toBe(
    [
      '| workload | threads | framework | ms | spread | GFLOP/s | of peak | against the best other | first step, ms | memory, MiB |',
      '| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
      `| ${workloads.A.title} | 1 | keratin-x64 1.0.0 | 2.00 | 2.00 to 2.00 | 25.6 |  | 15.00x tfjs | 300 | 100 |`,
      `| ${workloads.A.title} | 1 | tfjs 1.0.0 | 30.0 | 30.0 to 30.0 | 1.7 |  |  |  |  |`,
    ].join('\n'),
  );
});
