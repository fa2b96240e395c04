import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fingerprint, Journal } from './journal.ts';

test('what was kept comes back from the file as it was, numbers that are not finite included', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'journal-'));
  try {
    const path = join(folder, 'journal.jsonl');
    const value = { loss: [1.5, Number.NaN, Number.POSITIVE_INFINITY], left: null, at: Number.NEGATIVE_INFINITY };
    const first = new Journal(path);
    await first.open();
    await first.once('a', async () => value);
    const second = new Journal(path);
    await second.open();
    const again = await second.once<typeof value>('a', () => Promise.reject(new Error('Made anew.')));
    expect(again).toEqual(value);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('data that differ in one value, in order or in shape have other fingerprints', () => {
  const data = [1, 2, 3, 4, 5, 6];
  const prints = [
    fingerprint({ data, shape: [6] }),
    fingerprint({ data, shape: [3, 2] }),
    fingerprint({ data: [1, 2, 3, 4, 6, 5], shape: [6] }),
    fingerprint({ data: [1, 2, 3, 4, 5, 6.5], shape: [6] }),
    fingerprint({ data: data.map((value) => value * 2), shape: [6] }),
  ];
  expect(new Set(prints).size).toBe(prints.length);
  expect(fingerprint({ data: Float32Array.from(data), shape: [6] })).toBe(prints[0]);
});
