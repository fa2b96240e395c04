import { expect, test } from 'vitest';
import { fingerprint64, sipHash } from './fingerprint.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('puts words into the bins that TensorFlow puts them into', () => {
  const bins = (words: string[], count: bigint) => words.map((word) => Number(fingerprint64(bytes(word)) % count));
  expect(bins(['Hello', 'TensorFlow', '2.x'], 3n)).toEqual([0, 2, 2]);
  expect(bins(['A', 'B', 'C', 'D', 'E'], 3n)).toEqual([1, 0, 1, 1, 2]);
});

test('every length has a value of its own', () => {
  const seen = new Set(Array.from({ length: 300 }, (_, n) => fingerprint64(bytes('x'.repeat(n)))));
  expect(seen.size).toBe(300);
  expect([...seen].every((value) => value >= 0n && value < 1n << 64n)).toBe(true);
});

test('SipHash-2-4 gives the value of its paper', () => {
  const message = Uint8Array.from({ length: 15 }, (_, i) => i);
  expect(sipHash(message, [0x0706050403020100n, 0x0f0e0d0c0b0a0908n])).toBe(0xa129ca6149be45e5n);
});
