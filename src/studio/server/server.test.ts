import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventFile } from '../../callbacks/tensorboard/event-file.ts';
import { histogramValue, imageValue, scalarValue, textValue } from '../../callbacks/tensorboard/summary-values.ts';
import { parseStreamEvent, type Questions, questionUrl, tokenHeader, unpackFloats } from '../protocol/index.ts';
import { findings, predictions } from '../protocol/testing/fixture.ts';
import { StudioServer } from './server.ts';

const strange = '<script>alert(1)';
let base = '';
let studio: StudioServer;

async function writeRun(id: string, losses: readonly number[]): Promise<void> {
  const train = new EventFile(join(base, 'logs', id, 'train'));
  losses.forEach((loss, step) => {
    train.add(step, scalarValue('epoch_loss', loss));
  });
  train.add(0, histogramValue('kernel/histogram', [0, 1, 1, 2]));
  train.add(0, imageValue('kernel/image', 1, 1, Uint8Array.of(0x89, 0x50, 0x4e, 0x47)));
  train.add(0, textValue('doctor', '# <b>Report</b>'));
  await train.flush();
  const validation = new EventFile(join(base, 'logs', id, 'validation'));
  validation.add(0, scalarValue('epoch_accuracy', 0.9));
  await validation.flush();
}

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'keratin-studio-'));
  await writeRun('first', [3, 2, 1]);
  await writeRun(`deep/${strange}`, [1]);
  const first = join(base, 'logs', 'first');
  await writeFile(join(first, 'findings.json'), JSON.stringify(findings.findings));
  const { run: _, ...record } = predictions;
  const worst = record.worst.map((sample) => ({ ...sample, image: 'worst-0.png' }));
  await writeFile(join(first, 'predictions.json'), JSON.stringify({ ...record, worst }));
  await writeFile(join(first, 'worst-0.png'), 'png');
  await mkdir(join(base, 'page'));
  await writeFile(join(base, 'page', 'index.html'), '<!doctype html>');
  await writeFile(join(base, 'secret.html'), 'secret');
  await symlink(join(base, 'secret.html'), join(base, 'page', 'link.html'));
  await symlink(base, join(base, 'logs', 'outside'));
  studio = await StudioServer.start({ folder: join(base, 'logs'), port: 0, page: join(base, 'page') });
  await studio.store.refresh();
});
afterAll(async () => {
  await studio.close();
  await rm(base, { recursive: true });
});

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A request with exactly these headers and this path, as no browser would send it. */
async function raw(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Reply> {
  const { method = 'GET', headers = {}, body } = options;
  const asked = request({ host: '127.0.0.1', port: studio.port, path, method, headers });
  asked.end(body);
  const [response] = await once(asked, 'response');
  let text = '';
  for await (const piece of response.setEncoding('utf8')) text += piece;
  return { status: response.statusCode, headers: response.headers, text };
}

async function ask<Q extends keyof Questions>(name: Q, given: Questions[Q]['ask']): Promise<Questions[Q]['answer']> {
  const { status, text } = await raw(questionUrl(name, given));
  expect(status, text).toBe(200);
  return JSON.parse(text);
}

const post = (name: string, body: unknown, headers: Record<string, string> = {}) =>
  raw(`/api/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [tokenHeader]: studio.token, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('questions', () => {
  it('lists runs, of whatever name, each once', async () => {
    const { runs } = await ask('runs', {});
    expect(runs.map(({ id }) => id).sort()).toEqual([`deep/${strange}`, 'first']);
    const first = runs.find(({ id }) => id === 'first');
    expect(first?.metrics).toEqual(
      expect.arrayContaining([
        { name: 'loss', last: 1, best: 1, bestStep: 2, better: 'down' },
        { name: 'val_accuracy', last: Math.fround(0.9), best: Math.fround(0.9), bestStep: 0, better: 'up' },
      ]),
    );
    expect(first).toMatchObject({ controllable: false, findings: { fault: 1 }, problems: [], name: 'first' });
  });

  it('answers with curves, histograms, texts, pictures, findings, predictions', async () => {
    const { series } = await ask('scalars', { tag: 'epoch_loss', runs: ['first', `deep/${strange}`, 'absent'] });
    expect(series.map(({ run, part, values }) => [run, part, values])).toEqual([
      ['first', 'train', [3, 2, 1]],
      [`deep/${strange}`, 'train', [1]],
    ]);
    const zoomed = await ask('scalars', { tag: 'epoch_loss', runs: ['first'], from: 1, to: 1 });
    expect(zoomed.series[0]).toMatchObject({ steps: [1], values: [2], count: 3 });
    const detail = await ask('run', { run: 'first' });
    expect(detail.images.map(({ tag }) => tag)).toEqual(['kernel/image']);
    const histograms = await ask('histograms', { run: 'first', tag: 'kernel/histogram', bins: 4 });
    expect([...unpackFloats(histograms.counts)]).toEqual([1, 0, 2, 1]);
    const { texts } = await ask('texts', { run: 'first', tag: 'doctor' });
    expect(texts).toEqual([{ step: 0, text: '# <b>Report</b>' }]);
    const { images } = await ask('images', { run: 'first', tag: 'kernel/image' });
    const picture = await raw(images[0]?.url ?? '');
    expect(picture.headers['content-type']).toBe('image/png');
    expect((await ask('findings', { run: 'first' })).findings).toEqual(findings.findings);
    const { worst } = await ask('predictions', { run: 'first' });
    expect((await raw(worst[0]?.image ?? '')).text).toBe('png');
  });

  it('gives the table as CSV', async () => {
    const { text, headers } = await raw('/api/runs.csv?run=first');
    expect(headers['content-type']).toContain('text/csv');
    expect(text.split('\r\n')[0]).toBe('run,name,status,tags,loss,best loss,val_accuracy,best val_accuracy');
  });

  it.each([
    ['/api/run', 400, '`run` is missing'],
    ['/api/run?run=absent', 404, 'no run'],
    ['/api/run?run=..%2F..', 404, 'no run'],
    ['/api/run?run=outside%2Flogs%2Ffirst', 404, 'no run'],
    ['/api/scalars?tag=x', 400, '`runs`'],
    ['/api/scalars?tag=x&runs=first&points=1e9', 400, '`points` must be a number'],
    ['/api/scalars?tag=x&runs=first&from=abc', 400, '`from` must be a number'],
    ['/api/vitals?run=first&quantity=__proto__', 400, '`quantity` must be one of'],
    ['/api/histograms?run=first&tag=kernel%2Fhistogram&bins=2.5', 400, 'whole number'],
    ['/api/histograms?run=first&tag=absent', 404, 'no histogram'],
    ['/api/images?run=first&tag=kernel%2Fimage&part=other', 400, '`part`'],
    ['/api/graph?run=first', 404, 'no graph'],
    ['/api/sample?run=first&name=..%2F..%2Fsecret.html', 404, 'no such picture'],
    ['/api/sample?run=first&name=findings.json', 404, 'no such picture'],
    ['/api/embedding?run=first&name=x', 404, 'no embedding'],
    ['/api/constructor', 404, 'no such question'],
    ['/api/notes', 404, 'no such question'],
  ])('refuses %s with %i', async (path, status, message) => {
    const reply = await raw(path);
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.text).error).toContain(message);
  });
});

describe('safety', () => {
  it('listens to this machine alone', () => {
    expect(studio.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{32}$/);
  });

  it('sends strict headers with everything', async () => {
    for (const path of ['/', '/api/runs', '/absent']) {
      const { headers } = await raw(path);
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it.each([
    ['another name (DNS rebinding)', { host: 'evil.example:80' }],
    ['a name that begins alike', { host: '127.0.0.1.evil.example' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['the origin of another port', { origin: 'http://127.0.0.1:1' }],
    ['no origin to speak of', { origin: 'null' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
  ] as [string, Record<string, string>][])('refuses requests by %s', async (_, headers) => {
    expect((await raw('/api/runs', { headers })).status).toBe(403);
    expect((await post('notes', { run: 'first', notes: 'x' }, headers)).status).toBe(403);
  });

  it('takes requests of its own page, by either name', async () => {
    const host = `localhost:${studio.port}`;
    expect((await raw('/api/runs', { headers: { host, origin: `http://${host}` } })).status).toBe(200);
    expect((await raw('/', { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' } })).status).toBe(
      200,
    );
  });

  it.each([
    '/../secret.html',
    '/..%2Fsecret.html',
    '/%2e%2e/secret.html',
    '/....//secret.html',
    '/link.html',
    '/%00',
    '/%',
    '//evil.example/index.html',
    '/../logs/first/findings.json',
  ])('serves nothing outside of its page: %s', async (path) => {
    const { status, text } = await raw(path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).not.toContain('secret.');
  });

  it('changes nothing without the token', async () => {
    for (const token of ['', 'x', `${studio.token.slice(1)}x`, `${studio.token}x`])
      expect((await post('notes', { run: 'first', notes: 'x' }, { [tokenHeader]: token })).status).toBe(403);
    expect((await ask('run', { run: 'first' })).summary.notes).toBe('');
  });

  it('refuses posts that are too long, no JSON, or of another form', async () => {
    expect((await post('notes', 'x'.repeat(100_000))).status).toBe(413);
    expect((await post('notes', '{')).status).toBe(400);
    expect((await post('notes', {}, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post('notes', { run: 'first', folder: '/' })).status).toBe(400);
    expect((await post('notes', { run: 'first', tags: 'x' })).status).toBe(400);
    expect((await post('notes', { run: '../x', notes: '' })).status).toBe(404);
    expect((await post('control', { run: 'first', action: 'stop' })).status).toBe(404);
    expect((await post('control', { run: 'first', action: 'learningRate', value: -1 })).status).toBe(400);
    expect((await post('treat', { run: 'first', cause: 'x', remedy: 'y' })).status).toBe(404);
    expect((await post('absent', {})).status).toBe(404);
    expect((await raw('/api/runs', { method: 'DELETE' })).status).toBe(405);
  });

  it('keeps what a person wrote beside the run', async () => {
    expect((await post('notes', { run: 'first', notes: '<b>', tags: ['a'] })).status).toBe(200);
    expect((await post('notes', { run: 'first', name: 'one' })).status).toBe(200);
    expect((await ask('run', { run: 'first' })).summary).toMatchObject({ notes: '<b>', tags: ['a'], name: 'one' });
  });

  it('survives whatever comes over the line', async () => {
    for (const bytes of ['\0\0\0\0\r\n\r\n', 'GET\r\n\r\n', 'GET http://[ HTTP/1.1\r\nhost: localhost\r\n\r\n']) {
      const socket = connect(studio.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.end(bytes);
      socket.resume();
      await once(socket, 'close');
    }
    expect((await raw('/api/runs')).status).toBe(200);
  });
});

describe('the stream', () => {
  async function* events(stop: AbortSignal) {
    const response = await fetch(`http://127.0.0.1:${studio.port}/api/stream`, { signal: stop });
    let left = '';
    for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const parts = (left + text).split('\n\n');
      left = parts.pop() ?? '';
      for (const part of parts) {
        const event = part.startsWith('data: ') ? parseStreamEvent(part.slice(6)) : null;
        if (event !== null) yield event;
      }
    }
  }

  it('tells many clients at once what has grown', async () => {
    const stop = new AbortController();
    const clients = Array.from({ length: 20 }, async () => {
      const seen: string[] = [];
      for await (const event of events(stop.signal)) {
        seen.push(event.type);
        if (event.type === 'scalars' && event.series.some(({ run }) => run === 'late')) return { seen, event };
      }
      return { seen, event: null };
    });
    await expect.poll(() => studio.listeners).toBe(20);
    await writeRun('late', [5, Number.NaN]);
    await studio.store.refresh();
    await studio.store.refresh();
    for (const { seen, event } of await Promise.all(clients)) {
      expect(seen[0]).toBe('runs');
      const loss = event?.series.find(({ tag }) => tag === 'epoch_loss');
      expect(loss).toMatchObject({ values: [5, null], restarted: false });
    }
    stop.abort();
    await expect.poll(() => studio.listeners).toBe(0);
  });
});
