import { expect, test } from 'vitest';
import { type Measurement, median } from './measure.ts';
import { formatTable, summarize } from './table.ts';

const run = (peer: string, ...turns: number[]): Measurement => ({ peer, version: '1.0.0', workload: 'A', turns });

test('the median is the middle value, or the mean of the middle two', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(() => median([])).toThrow('received none');
});

test('a ratio is the median of the ratios of single rounds', () => {
  const summary = summarize([run('keratin', 2, 4, 4), run('tfjs', 30, 60, 400)]);
  expect(summary.map(({ peer, median, min, max, ratio }) => [peer, median, min, max, ratio])).toEqual([
    ['keratin', 4, 2, 4, 1],
    ['tfjs', 60, 30, 400, 15],
  ]);
});

test('without Keratin there is no ratio', () => {
  expect(summarize([run('tfjs', 30)])[0]?.ratio).toBeUndefined();
});

test('the speed of a product is that of its median time', () => {
  const product: Measurement = { ...run('keratin', 10, 20, 25), workload: 'P' };
  expect(summarize([product])[0]?.gflops).toBeCloseTo((2 * 512 ** 3) / 20 / 1e6, 12);
});

test('the table is Markdown with one row per workload and peer', () => {
  expect(formatTable(summarize([run('keratin', 2), run('tfjs', 30)]))).toBe(
    [
      '| workload | framework | ms per step | spread | GFLOP/s | against Keratin wasm | against Keratin x64 |',
      '| --- | --- | ---: | ---: | ---: | ---: | ---: |',
      '| 784-300-100-10 ELU, batch-normalized, batch 32, Adam | keratin 1.0.0 | 2.00 | 2.00 to 2.00 |  | 1.0x |  |',
      '| 784-300-100-10 ELU, batch-normalized, batch 32, Adam | tfjs 1.0.0 | 30.0 | 30.0 to 30.0 |  | 15.0x |  |',
    ].join('\n'),
  );
});
