import { describe, expect, test } from 'vitest';
import type { ScalarSeries } from '../../protocol/index.ts';
import { extend, takeLive } from './series-store.ts';

const series = (run: string, steps: readonly number[], more: Partial<ScalarSeries> = {}): ScalarSeries => ({
  run,
  tag: 'loss',
  part: 'train',
  steps,
  values: steps.map((step) => 1 / (1 + step)),
  seconds: steps.map((step) => step / 10),
  count: steps.length,
  ...more,
});

describe('extend', () => {
  test('points behind the last one are added, known ones are not added again', () => {
    expect(extend(series('a', [0, 1, 2]), series('a', [2, 3])).steps).toEqual([0, 1, 2, 3]);
    const known = series('a', [0, 1, 2]);
    expect(extend(known, series('a', [1, 2]))).toBe(known);
  });

  test('a file that began anew replaces what was', () => {
    expect(extend(series('a', [0, 1, 2]), { ...series('a', [0]), restarted: true }).steps).toEqual([0]);
  });

  test('an endless curve is thinned out and keeps its ends', () => {
    let all = series('a', [0]);
    for (let i = 1; i <= 20_000; i += 100)
      all = extend(
        all,
        series(
          'a',
          Array.from({ length: 100 }, (_, k) => i + k),
        ),
      );
    expect(all.steps.length).toBeLessThanOrEqual(4000);
    expect([all.steps[0], all.steps.at(-1)]).toEqual([0, 20_000]);
    expect(all.values.length).toBe(all.steps.length);
    expect(all.seconds.length).toBe(all.steps.length);
  });
});

test('the stream’s points reach the curves of this tag and these runs alone', () => {
  const event = (run: string, tag: string) => ({ ...series(run, [5], { tag }), restarted: false });
  expect(takeLive([], [event('b', 'loss'), event('a', 'accuracy')], 'loss', ['a'])).toBeNull();
  const taken = takeLive([series('a', [1])], [event('a', 'loss'), event('c', 'loss')], 'loss', ['a', 'c']);
  expect(taken?.map(({ run, steps }) => [run, steps])).toEqual([
    ['a', [1, 5]],
    ['c', [5]],
  ]);
});
