import { expect, it } from 'vitest';
import { packFloats, parseStreamEvent, questionUrl, unpackFloats } from './index.ts';
import { vitals } from './testing/fixture.ts';

it('packs numbers to 32 bits, NaN and infinity among them', () => {
  const values = [0, -1.5, 3e38, Number.NaN, Number.POSITIVE_INFINITY, 1e-40];
  expect([...unpackFloats(packFloats(values))]).toEqual([...Float32Array.from(values)]);
  expect(unpackFloats(packFloats(new Float32Array(100_000).fill(0.5)))).toHaveLength(100_000);
  expect(unpackFloats(packFloats([]))).toHaveLength(0);
  expect(unpackFloats(vitals.values)).toHaveLength(vitals.layers.length * vitals.steps.length);
});

it('writes questions as addresses, whatever runs are called', () => {
  expect(questionUrl('runs', {})).toBe('/api/runs');
  const url = questionUrl('scalars', { tag: 'epoch_loss', runs: ['a&b', '<script>'], points: 10 });
  const { searchParams } = new URL(url, 'http://localhost');
  expect(searchParams.getAll('runs')).toEqual(['a&b', '<script>']);
  expect(searchParams.get('points')).toBe('10');
});

it('reads events and nothing else', () => {
  expect(parseStreamEvent('{"type":"runs","changed":[],"gone":[]}')).toEqual({ type: 'runs', changed: [], gone: [] });
  for (const text of ['', '{', 'null', '[]', '{"type":"other"}']) expect(parseStreamEvent(text)).toBeNull();
});
