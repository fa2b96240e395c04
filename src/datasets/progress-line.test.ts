import { expect, test } from 'vitest';
import { progressLine } from './progress-line.ts';

function record(isTTY: boolean): { stream: NodeJS.WriteStream; written: string[] } {
  const written: string[] = [];
  const stream = { isTTY, write: (text: string) => written.push(text) > 0 };
  // Only the two members that a progress line uses.
  return { stream: stream as unknown as NodeJS.WriteStream, written };
}

test('a terminal gets one live line a file', () => {
  const { stream, written } = record(true);
  const report = progressLine(stream);
  report('a.gz', 1_000_000, 2_000_000);
  report('a.gz', 2_000_000, 2_000_000);
  expect(written).toEqual(['\rDownloading a.gz: 1.0 of 2.0 MB', '\rDownloading a.gz: 2.0 of 2.0 MB\n']);
});

test('a pipe gets one line a file', () => {
  const { stream, written } = record(false);
  const report = progressLine(stream);
  for (const received of [1, 2, 3]) report('a.gz', received, 9_900_000);
  for (const received of [1, 2, 3]) report('b.gz', received, undefined);
  expect(written).toEqual(['Downloading a.gz (9.9 MB)\n', 'Downloading b.gz\n']);
});
