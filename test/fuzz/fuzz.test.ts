import { expect, test, vi } from 'vitest';
import { bases } from './bases.ts';
import { bystander, readMutant } from './read-mutant.ts';

test('damaged and hostile files are refused with one typed error, and change nothing', {
  timeout: 60_000,
}, async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const all = await bases(undefined);
  const other = bystander();
  const outcomes = new Set<string>();
  for (let seed = 0; seed < 80; seed++) {
    const before = await other.weights[0]?.array();
    const { outcome } = await readMutant(all, seed, other);
    outcomes.add(outcome);
    if (outcome === 'refused') expect(await other.weights[0]?.array()).toEqual(before);
  }
  warn.mockRestore();
  expect([...outcomes].sort()).toEqual(['loaded', 'refused']);
});
