import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

test('tells the time that is left from the steps so far, several of which may be executed as one', () => {
  const pace = new Pace(2, 8, 0);
  expect(pace.secondsLeft(1000)).toBeNull();
  pace.stepDone(3);
  expect(pace.step).toBe(4);
  expect(pace.secondsLeft(4000)).toBe(12);
  pace.stepDone(7);
  pace.epochDone(0);
  expect([pace.epoch, pace.step]).toEqual([1, 0]);
  pace.stepDone(3);
  expect(pace.secondsLeft(12_000)).toBe(4);
});

test('does not count pauses, and knows nothing where epochs have no known end', () => {
  const pace = new Pace(1, 4, 0);
  pace.stepDone(1);
  pace.pause(2000);
  expect(pace.secondsLeft(50_000)).toBe(2);
  pace.resume(50_000);
  expect(pace.secondsLeft(50_000)).toBe(2);
  const endless = new Pace(1, null, 0);
  endless.stepDone(0);
  expect(endless.secondsLeft(1000)).toBeNull();
});
