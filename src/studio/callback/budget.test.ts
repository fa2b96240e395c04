import { expect, test } from 'vitest';
import { Budget } from './budget.ts';

test('work happens at once, and again when its share of the time has come', async () => {
  const began = performance.now();
  const budget = new Budget(0.01);
  expect(budget.allows(began)).toBe(true);
  await budget.spend(() => new Promise((resolve) => setTimeout(resolve, 20)));
  expect(budget.allows(began + 100)).toBe(false);
  expect(budget.allows(began + 500_000)).toBe(true);
});
