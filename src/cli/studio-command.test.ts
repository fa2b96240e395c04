import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventFile } from '../callbacks/tensorboard/event-file.ts';
import { scalarValue } from '../callbacks/tensorboard/summary-values.ts';

const RUNS = ['a', 'b', 'c', 'd'];
let logs = '';
beforeAll(async () => {
  logs = await mkdtemp(join(tmpdir(), 'keratin-killed-studio-'));
  for (const run of RUNS) {
    const events = new EventFile(join(logs, run));
    events.add(0, scalarValue('loss', 1));
    await events.flush();
  }
});
afterAll(() => rm(logs, { recursive: true }));

const start = (...args: string[]): ChildProcess =>
  spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), 'studio', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** The origin and the token of the address that a studio prints. */
async function addressOf(studio: ChildProcess): Promise<{ readonly origin: string; readonly token: string }> {
  let text = '';
  for await (const chunk of studio.stdout ?? []) {
    text += String(chunk);
    const found = /(http:\/\/127\.0\.0\.1:\d+)\/#token=([\w-]+)/.exec(text);
    if (found !== null) return { origin: found[1] ?? '', token: found[2] ?? '' };
  }
  throw new Error(`The studio printed no address: ${text}`);
}

/** What a studio that can't start says, and the code it ends with. */
async function refusal(...args: string[]): Promise<{ readonly code: number; readonly said: string }> {
  const studio = start(...args);
  let said = '';
  studio.stderr?.on('data', (chunk) => {
    said += String(chunk);
  });
  const [code] = await once(studio, 'close');
  return { code: Number(code), said };
}

describe('a studio that is killed', () => {
  it('has kept every change that it said was done, and nothing by halves', { timeout: 120_000 }, async () => {
    const done = new Map<string, number>();
    const begun = new Map<string, number>();
    // Three times: killed while changes of every run are on their way.
    for (let life = 0; life < 3; life++) {
      const studio = start(logs, '--port', '0', '--no-open');
      const { origin, token } = await addressOf(studio);
      let alive = true;
      const change = async (run: string): Promise<void> => {
        while (alive) {
          const count = (begun.get(run) ?? 0) + 1;
          begun.set(run, count);
          const body = JSON.stringify({
            run,
            name: `name ${count}`,
            tags: [`tag-${count}`],
            notes: `${count} `.repeat(500),
          });
          const headers = { 'content-type': 'application/json', 'x-keratin-token': token };
          const answer = await fetch(`${origin}/api/notes`, { method: 'POST', headers, body }).catch(() => null);
          if (answer === null) return;
          expect(answer.status).toBe(200);
          done.set(run, count);
        }
      };
      const changes = RUNS.map(change);
      await expect.poll(() => RUNS.every((run) => (done.get(run) ?? 0) > 5 * life), { timeout: 30_000 }).toBe(true);
      studio.kill('SIGKILL');
      alive = false;
      await Promise.all([once(studio, 'exit'), ...changes]);
    }
    const studio = start(logs, '--port', '0', '--no-open');
    try {
      const { origin } = await addressOf(studio);
      const answer = await (await fetch(`${origin}/api/runs`)).json();
      expect(answer.runs).toHaveLength(RUNS.length);
      for (const { id, name, tags, notes, problems } of answer.runs) {
        const count = Number(name.replace('name ', ''));
        expect(count).toBeGreaterThanOrEqual(done.get(id) ?? Number.NaN);
        expect(count).toBeLessThanOrEqual(begun.get(id) ?? Number.NaN);
        expect([tags, notes, problems]).toEqual([[`tag-${count}`], `${count} `.repeat(500), []]);
      }
    } finally {
      studio.kill();
      await once(studio, 'exit');
    }
    // What is written beside a file and not in its place yet is no run's, and each run's own file is whole.
    for (const run of RUNS) {
      expect(JSON.parse(await readFile(join(logs, run, 'studio.json'), 'utf8'))).toHaveProperty('name');
      expect((await readdir(join(logs, run))).filter((name) => name.endsWith('.json'))).toEqual(['studio.json']);
    }
  });
});

describe('keratin studio', () => {
  it('says what is wrong with its arguments, and ends', async () => {
    const file = join(logs, 'file');
    await writeFile(file, '');
    expect(await refusal(file)).toEqual({
      code: 1,
      said: `keratin: The studio shows the runs in a folder. Received: ${file}, which is a file\n`,
    });
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const taken = await refusal(logs, '--port', String(port));
    holder.close();
    expect(taken).toEqual({
      code: 1,
      said: `keratin: Port ${port} is taken: choose another one, or 0 for any that is free. Received: port=${port}\n`,
    });
    expect(await refusal(logs, '--host', 'nowhere.invalid', '--port', '0')).toMatchObject({
      code: 1,
      said: expect.stringContaining('`host`'),
    });
    expect(await refusal('--port', '70000')).toMatchObject({ code: 2, said: expect.stringContaining('0 (any port') });
    expect(await refusal('--prot', '1')).toMatchObject({
      code: 2,
      said: expect.stringContaining('Did you mean --port'),
    });
  });
});
