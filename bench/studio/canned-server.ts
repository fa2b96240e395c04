import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import {
  packFloats,
  type RunSummary,
  type ScalarSeries,
  type StreamEvent,
  type VitalsAnswer,
} from '../../src/studio/protocol/index.ts';

/** What the measured page draws. */
export const canned = { runs: 8, points: 1000, layers: 100, samples: 5000 } as const;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

const summary = (id: string, i: number): RunSummary => ({
  id,
  name: id,
  tags: [],
  notes: '',
  status: 'running',
  started: i,
  updated: i,
  progress: { epoch: 0, epochs: 100, step: 0, steps: 100, secondsLeft: 60 },
  hyperparameters: {},
  metrics: [],
  findings: { note: 0, warning: 0, fault: 0 },
  problems: [],
  controllable: false,
  learningRate: 0.1,
  treats: null,
});

const runs = Array.from({ length: canned.runs }, (_, i) => summary(`run ${i}`, i));

const seriesOf = (run: string, from: number, count: number): ScalarSeries => {
  const steps = Array.from({ length: count }, (_, i) => from + i);
  const values = steps.map((step) => Math.exp(-step / 700) + 0.1 * Math.sin(step * 12.9898) ** 2);
  return { run, tag: 'batch_loss', part: 'train', steps, values, seconds: steps, count: from + count };
};

function vitals(): VitalsAnswer {
  const { layers, samples } = canned;
  const relative = Float32Array.from(
    { length: layers * samples },
    (_, i) => 4 * Math.sin(i * 0.37) * Math.cos(i / 977),
  );
  const steps = Array.from({ length: samples }, (_, i) => 50 * i);
  return {
    run: 'run 0',
    quantity: 'gradientRms',
    available: ['gradientRms'],
    layers: Array.from({ length: layers }, (_, i) => ({
      layer: `dense_${i}`,
      path: `net/dense_${i}`,
      activation: 'relu',
      units: 100,
    })),
    steps,
    epochs: steps.map(() => 0),
    values: packFloats(relative.map((x) => 10 ** x)),
    relative: packFloats(relative),
    expected: Array.from({ length: layers }, () => 1),
    source: 'theory',
    limit: 3,
    losses: steps.map((step) => Math.exp(-step / 50_000)),
    nonFinite: null,
  };
}

/**
 * Serves the built page with made-up answers, and `updates` times a second a new point of every run: the page alone is
 * measured, not what reads files.
 */
export async function cannedServer(pages: string, updates: number): Promise<{ url: string; close: () => void }> {
  const listeners = new Set<ServerResponse>();
  const net = JSON.stringify(vitals());
  let next: number = canned.points;
  const answers: Readonly<Record<string, () => string>> = {
    '/api/runs': () => JSON.stringify({ folder: 'logs', runs }),
    '/api/run': () => {
      const series = [{ tag: 'batch_loss', part: 'train', count: next, lastStep: next, last: 0 }];
      const rest = { histograms: [], images: [], texts: [], vitalsSamples: 1, hasGraph: false, embeddings: [] };
      return JSON.stringify({ summary: runs[0], series, hasPredictions: false, ...rest });
    },
    '/api/scalars': () =>
      JSON.stringify({ series: runs.map(({ id }) => seriesOf(id, next - canned.points, canned.points)) }),
    '/api/vitals': () => net,
    '/api/findings': () => JSON.stringify({ run: 'run 0', findings: [], treatable: false }),
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://studio');
    if (pathname === '/api/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      listeners.add(response);
      request.on('close', () => listeners.delete(response));
      return;
    }
    const answer = answers[pathname];
    if (answer !== undefined) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer());
      return;
    }
    const file = join(pages, pathname === '/' ? 'index.html' : pathname);
    const bytes = await readFile(file).catch(() => null);
    response.writeHead(bytes === null ? 404 : 200, { 'content-type': types[extname(file)] ?? 'text/plain' }).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const timer = setInterval(() => {
    const series = runs.map(({ id }) => ({ ...seriesOf(id, next, 1), restarted: false }));
    next++;
    const event: StreamEvent = { type: 'scalars', series };
    for (const listener of listeners) listener.write(`data: ${JSON.stringify(event)}\n\n`);
  }, 1000 / updates);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      clearInterval(timer);
      server.closeAllConnections();
      server.close();
    },
  };
}
