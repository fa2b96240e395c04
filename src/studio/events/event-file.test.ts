import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { record } from '../../callbacks/tensorboard/event-file.ts';
import { histogramValue, scalarValue } from '../../callbacks/tensorboard/summary-values.ts';
import { Message } from '../../support/protobuf.ts';
import type { Located } from './event-delta.ts';
import { EventFileReader, LONGEST_RECORD } from './event-file.ts';
import { histogramAt, imageAt, textAt } from './located-values.ts';

const fixture = (writer: string) => join(import.meta.dirname, 'testing', writer, 'events.out.tfevents.1760000000.host');
const event = (step: number, value: Message) =>
  record(
    new Message()
      .double(1, 1000 + step)
      .int(2, step)
      .message(5, new Message().message(1, value)),
  );
const plain = (tag: string, x: number) => new Message().text(1, tag).float(2, x);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keratin-events-'));
});
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
async function fileOf(...pieces: readonly Uint8Array[]): Promise<string> {
  const path = join(folder, `events.out.tfevents.${files++}`);
  await writeFile(path, Buffer.concat(pieces));
  return path;
}

const pointsOf = async (reader: EventFileReader, tag: string) => {
  const { delta } = await reader.read();
  const columns = delta.scalars.get(tag);
  return { steps: [...(columns?.steps ?? [])], values: [...(columns?.values ?? [])], problems: delta.problems };
};

describe('files of others', () => {
  it('reads what PyTorch writes', async () => {
    const path = fixture('torch');
    const { delta } = await new EventFileReader(path).read();
    expect(delta.problems).toEqual([]);
    const loss = delta.scalars.get('Loss/train');
    expect([...(loss?.steps ?? [])]).toEqual([0, 1, 2, 3, 4]);
    expect([...(loss?.values ?? [])]).toEqual([1, 1 / 2, 1 / 3, 1 / 4, 1 / 5].map(Math.fround));
    expect([...(delta.scalars.get('Loss/new')?.values ?? [])]).toEqual([0.5]);
    expect(delta.hyperparameters).toEqual({ lr: 0.1, optimizer: 'adam', nesterov: 1 });
    const find = (kind: Located['kind']) => delta.located.find((one) => one.kind === kind);
    const [weights, digit, note] = [find('histogram'), find('image'), find('text')];
    expect(weights).toMatchObject({ tag: 'weights', step: 3 });
    const histogram = await histogramAt(path, weights as Located);
    expect(histogram?.counts.reduce((sum, n) => sum + n, 0)).toBe(101);
    expect(histogram?.edges).toHaveLength((histogram?.counts.length ?? 0) + 1);
    expect([histogram?.edges[0], histogram?.edges.at(-1)]).toEqual([-1, 1]);
    expect(await imageAt(path, digit as Located)).toMatchObject({ width: 4, height: 3, type: 'image/png' });
    expect(await textAt(path, note as Located)).toBe('**bold** <script>');
  });

  it("reads what TensorBoard's own summaries write", async () => {
    const path = fixture('tensorboard');
    const { delta } = await new EventFileReader(path).read();
    expect([...(delta.scalars.get('epoch_loss')?.values ?? [])]).toEqual([2, 1.75, 1.5, 1.25]);
    expect([delta.firstTime, delta.lastTime]).toEqual([expect.any(Number), expect.any(Number)]);
    const kernel = delta.located.find(({ tag }) => tag === 'kernel') as Located;
    const histogram = await histogramAt(path, kernel);
    expect(histogram?.counts).toHaveLength(8);
    expect(histogram?.counts.reduce((sum, n) => sum + n, 0)).toBe(50);
    expect(delta.located.map(({ kind }) => kind)).toEqual(['histogram', 'text']);
  });

  it('reads what our own callback writes', async () => {
    const values = [scalarValue('epoch_loss', 0.25), scalarValue('epoch_loss', Number.NaN)];
    const histogram = histogramValue('kernel', [0, 1, 2, 2]);
    const path = await fileOf(...[...values, histogram].map((value, i) => event(i, value)));
    const { delta } = await new EventFileReader(path).read();
    expect([...(delta.scalars.get('epoch_loss')?.values ?? [])]).toEqual([0.25, Number.NaN]);
    expect((await histogramAt(path, delta.located[0] as Located))?.counts.at(-1)).toBe(2);
  });
});

describe('EventFileReader', () => {
  it('follows a file that grows by any number of bytes', async () => {
    const bytes = Buffer.concat([0, 1, 2, 3].map((i) => event(i, plain('loss', i))));
    const path = await fileOf();
    const reader = new EventFileReader(path);
    const steps: number[] = [];
    for (let at = 0; at < bytes.length; at += 7) {
      await appendFile(path, bytes.subarray(at, at + 7));
      const { steps: more, problems } = await pointsOf(reader, 'loss');
      expect(problems).toEqual([]);
      steps.push(...more);
    }
    expect(steps).toEqual([0, 1, 2, 3]);
    expect(reader.offset).toBe(bytes.length);
  });

  it('reads values whose kind only the first one says, in records of any make', async () => {
    const tensor = (x: number) => new Message().int(1, 1).message(2, new Message()).float(5, x);
    // As writers leave metadata out from the second value on.
    const bare = (tag: string, x: number) => new Message().text(1, tag).message(8, tensor(x));
    const content = (tag: string, x: number) => {
      const bytes = new Uint8Array(Float32Array.of(x).buffer);
      return new Message().text(1, tag).message(8, new Message().int(1, 1).bytes(4, bytes));
    };
    const makes = [plain, scalarValue, bare, content];
    const events: Uint8Array[] = [];
    // Every make behind every other one, each several times, in tags of one length.
    for (let i = 0; i < 200; i++) {
      const make = makes[(i * i + (i >> 3)) % makes.length] ?? plain;
      events.push(event(i, make(i % 3 === 0 ? 'loss' : 'cost', i / 4)));
    }
    const { delta } = await new EventFileReader(await fileOf(...events)).read();
    for (const [tag, remainders] of [
      ['loss', [0]],
      ['cost', [1, 2]],
    ] as const) {
      const steps = Array.from({ length: 200 }, (_, i) => i).filter((i) => remainders.some((r) => i % 3 === r));
      const columns = delta.scalars.get(tag);
      expect([...(columns?.steps ?? [])]).toEqual(steps);
      expect([...(columns?.values ?? [])]).toEqual(steps.map((step) => step / 4));
      expect([...(columns?.times ?? [])]).toEqual(steps.map((step) => 1000 + step));
    }
  });

  it('takes records that resemble the last one for what they say', async () => {
    const summary = (...values: Message[]) => values.reduce((all, value) => all.message(1, value), new Message());
    const raw = (message: Message) => record(new Message().double(1, 1).int(2, 7).message(5, message));
    const late = record(
      new Message()
        .double(1, 1)
        .message(5, summary(plain('loss', 3)))
        .int(2, 9),
    );
    const bytes = await fileOf(
      raw(summary(plain('loss', 1), plain('loss', 2))),
      raw(summary(plain('loss', 1), plain('loss', 2))),
      late,
      late,
      raw(summary(new Message().text(1, 'loss').float(2, 4))),
      raw(summary(new Message().text(1, 'loss').float(3, 5))),
    );
    const { steps, values, problems } = await pointsOf(new EventFileReader(bytes), 'loss');
    expect([steps, values, problems]).toEqual([[7, 7, 7, 7, 9, 9, 7], [1, 2, 1, 2, 3, 3, 4], []]);
  });

  it('leaves out a record with corrupt data and says so', async () => {
    const damaged = event(1, plain('loss', 1));
    damaged[20] = (damaged[20] ?? 0) ^ 0xff;
    const path = await fileOf(event(0, plain('loss', 0)), damaged, event(2, plain('loss', 2)));
    const { steps, problems } = await pointsOf(new EventFileReader(path), 'loss');
    expect(steps).toEqual([0, 2]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^The record at byte \d+ is corrupt and left out\.$/);
  });

  it('finds the next record behind a corrupt length, also when it comes later', async () => {
    const garbage = Uint8Array.from({ length: 5000 }, (_, i) => (i * 37) % 251);
    const path = await fileOf(event(0, plain('loss', 0)), garbage);
    const reader = new EventFileReader(path);
    const before = await pointsOf(reader, 'loss');
    expect(before.steps).toEqual([0]);
    expect(before.problems[0]).toMatch(/^Corrupt at byte \d+/);
    await appendFile(path, event(9, plain('loss', 9)));
    expect((await pointsOf(reader, 'loss')).steps).toEqual([9]);
  });

  it('refuses endless lengths, files that are none, and messages that are none', async () => {
    const endless = record(new Message().double(1, 1));
    const view = new DataView(endless.buffer);
    view.setBigUint64(0, 1n << 40n, true);
    const { maskedCrc32c } = await import('../../callbacks/tensorboard/crc32c.ts');
    view.setUint32(8, maskedCrc32c(endless, 0, 8), true);
    const long = await pointsOf(new EventFileReader(await fileOf(endless, event(3, plain('loss', 3)))), 'loss');
    expect(long.problems[0]).toContain(`claims ${2 ** 40} bytes; the limit is ${LONGEST_RECORD}`);
    expect(long.steps).toEqual([3]);
    const text = await pointsOf(new EventFileReader(await fileOf(Buffer.from('# Readme\n'.repeat(50)))), 'loss');
    expect(text.problems).toHaveLength(1);
    const nonsense = await fileOf(record(new Message().bytes(5, Uint8Array.of(0x0a, 0x7f))));
    expect((await pointsOf(new EventFileReader(nonsense), 'loss')).problems[0]).toContain('is no event');
    await expect(new EventFileReader(join(folder, 'absent')).read()).rejects.toThrow('ENOENT');
  });

  it('survives any damage, and never reads more than is there', async () => {
    const whole = await readFile(fixture('torch'));
    for (let seed = 1; seed <= 60; seed++) {
      const bytes = Uint8Array.from(whole);
      for (let k = 0; k < 3; k++) bytes[(seed * 7919 + k * 104729) % bytes.length] = (seed * 31 + k) % 256;
      const path = await fileOf(bytes.subarray(0, whole.length - (seed % 50)));
      const { delta } = await new EventFileReader(path).read();
      for (const place of delta.located) {
        await histogramAt(path, place);
        await imageAt(path, place);
        await textAt(path, place);
      }
    }
  });

  it('reads within a budget and says when there is more', async () => {
    const path = await fileOf(...Array.from({ length: 1000 }, (_, i) => event(i, plain('loss', i))));
    const reader = new EventFileReader(path);
    const steps: number[] = [];
    for (let more = true, turns = 0; more; turns++) {
      const before = reader.offset;
      const read = await reader.read(5000);
      more = read.more;
      steps.push(...(read.delta.scalars.get('loss')?.steps ?? []));
      expect(reader.offset - before).toBeLessThan(10_000);
      expect(turns).toBeLessThan(20);
    }
    expect(steps).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });

  it('finds damage in any byte of a record that looks like the ones before', async () => {
    const whole = Buffer.concat([0, 1, 2].map((i) => event(i, scalarValue('loss', i))));
    const last = whole.length - event(2, scalarValue('loss', 2)).length;
    for (let at = last + 12; at < whole.length; at++) {
      const bytes = Uint8Array.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      const { steps, problems } = await pointsOf(new EventFileReader(await fileOf(bytes)), 'loss');
      expect([steps, problems.length]).toEqual([[0, 1], 1]);
    }
  });
});
