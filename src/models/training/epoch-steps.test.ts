import { describe, expect, test, vi } from 'vitest';
import type { Batch, BatchIterator, BatchSource } from './batch-source.ts';
import { toBundle } from './bundle.ts';
import { EpochSteps } from './epoch-steps.ts';

/** A source of batches with the sizes 1, 2, 3, ... */
function counting(length: number, options: { restartable?: boolean; known?: boolean } = {}): BatchSource {
  const { restartable = true, known = true } = options;
  const x = toBundle([0], 'x', null);
  const pass = (): BatchIterator => {
    let size = 0;
    return { next: (): Batch | null => (size < length ? { x, y: null, sampleWeight: null, size: ++size } : null) };
  };
  const only = pass();
  return { restartable, batchCount: known ? length : null, open: () => (restartable ? pass() : only) };
}

function epoch(steps: EpochSteps): number[] {
  const iterator = steps.epoch();
  const sizes: number[] = [];
  for (;;) {
    const batch = iterator.next();
    if (batch === null || batch instanceof Promise) return sizes;
    sizes.push(batch.size);
  }
}

describe('EpochSteps', () => {
  test('without a number of steps an epoch is a pass', () => {
    const steps = new EpochSteps(counting(3), null);
    expect(steps.count).toBe(3);
    expect([epoch(steps), epoch(steps)]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  test('the first pass tells how many steps there are', () => {
    const steps = new EpochSteps(counting(3, { known: false }), null);
    expect(steps.count).toBeNull();
    epoch(steps);
    expect(steps.count).toBe(3);
    expect(epoch(steps)).toEqual([1, 2, 3]);
  });

  test('with a number of steps a pass goes on over epochs', () => {
    const steps = new EpochSteps(counting(4), 2);
    expect([epoch(steps), epoch(steps), epoch(steps)]).toEqual([
      [1, 2],
      [3, 4],
      [1, 2],
    ]);
  });

  test('a pass that ends early cuts the epoch short, with one warning', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const steps = new EpochSteps(counting(3), 5);
    expect([epoch(steps), epoch(steps)]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(warn).toHaveBeenCalledOnce();
    expect(steps.exhausted).toBe(false);
    warn.mockRestore();
  });

  test('what cannot begin anew runs dry', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const steps = new EpochSteps(counting(5, { restartable: false, known: false }), 2);
    expect([epoch(steps), epoch(steps), epoch(steps)]).toEqual([[1, 2], [3, 4], [5]]);
    expect(steps.exhausted).toBe(true);
    expect(warn.mock.calls[0]?.[0]).toMatch(/ran out after 1 steps.*stepsPerEpoch=2/);
    warn.mockRestore();
  });

  test('one pass of an iterator is one epoch, and that is no reason to warn', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const steps = new EpochSteps(counting(2, { restartable: false, known: false }), null);
    expect(epoch(steps)).toEqual([1, 2]);
    expect(warn).not.toHaveBeenCalled();
    expect(epoch(steps)).toEqual([]);
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });
});
