/**
 * `npm run roofline -- [RECORD]`: draws docs/pictures/roofline.svg from a record of `npm run bench`: how fast each
 * workload ran, between what the memory lets through and what the multiply-add units can do.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from '../scripts/command-line.ts';
import { plot } from '../src/index.ts';
import type { Measurement } from './entrant.ts';
import { median } from './measure.ts';
import { CALIBRATION, type Summary } from './table.ts';
import { leastBytes, workload } from './workloads.ts';

interface Record {
  readonly machine: string;
  readonly date: string;
  readonly bandwidth: number;
  readonly summary: readonly Summary[];
  readonly measurements: readonly Measurement[];
}

const docs = join(import.meta.dirname, '../docs');
const { positionals } = commandLine(
  'npm run roofline -- [RECORD]   of `npm run bench` (docs/performance-record.json)',
  {},
);
const file = positionals[0] ?? join(docs, 'performance-record.json');
const { machine, date, bandwidth, summary, measurements }: Record = JSON.parse(readFileSync(file, 'utf8'));

/** GFLOP/s that the cores can do: the best that the calibration loop reached in any workload's rounds. */
const peakOf = (threads: number) =>
  threads *
  Math.max(...measurements.filter(({ peer }) => peer === CALIBRATION).map(({ turns }) => 1e3 / median(turns)));

const [least, most] = [0.25, 256];
const roof = (threads: number) =>
  Array.from({ length: 65 }, (_, i) => {
    const intensity = least * (most / least) ** (i / 64);
    return {
      intensity,
      speed: Math.min(peakOf(threads), threads * bandwidth * intensity),
      roof: `${threads} cores at most`,
    };
  });

const points = summary.flatMap(({ workload: name, peer, gflops, threads }) => {
  const bytes = leastBytes(workload(name));
  if (bytes === undefined || gflops === undefined || peer.startsWith('tfjs') || peer === 'jax-js') return [];
  const intensity =
    (gflops *
      (summary.find((s) => s.workload === name && s.peer === peer && s.threads === threads)?.median ?? 0) *
      1e6) /
    bytes;
  return [{ intensity, speed: gflops, peer: `${peer}, ${threads === 1 ? 'one thread' : `${threads} threads`}`, name }];
});

const x = {
  field: 'intensity',
  type: 'quantitative',
  scale: { type: 'log', base: 2, domain: [least, most] },
  title: 'operations per byte that must move at least',
};
const y = {
  field: 'speed',
  type: 'quantitative',
  scale: { type: 'log', base: 10, domain: [0.5, 400] },
  title: 'GFLOP/s in products',
};

const picture = new plot.Picture({
  width: 560,
  height: 340,
  title: { text: 'Between the memory and the multiply-add units', subtitle: `${machine}; ${date}` },
  layer: [
    {
      data: { values: [1, 2].flatMap(roof) },
      mark: { type: 'line', strokeWidth: 1.5, color: '#999999' },
      encoding: { x, y, detail: { field: 'roof' } },
    },
    {
      data: { values: points },
      mark: { type: 'point', filled: true, size: 70, opacity: 0.9 },
      encoding: {
        x,
        y,
        color: { field: 'peer', title: null, type: 'nominal' },
        shape: { field: 'peer', title: null, type: 'nominal' },
      },
    },
    {
      data: { values: points.filter(({ peer }) => peer.startsWith('keratin-x64')) },
      mark: { type: 'text', dy: -12, fontWeight: 'bold' },
      encoding: { x, y, text: { field: 'name' } },
    },
  ],
});
const out = join(docs, 'pictures/roofline.svg');
await picture.save(out);
console.log(`Picture: ${out}`);
