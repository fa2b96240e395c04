import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EventFile } from '../../src/callbacks/tensorboard/event-file.ts';
import { scalarValue } from '../../src/callbacks/tensorboard/summary-values.ts';

/** Writes `runs` runs of `points` points each. They are copies of one another, which reading does not know. */
export async function writeLongRuns(folder: string, runs: number, points: number): Promise<void> {
  const first = join(folder, 'run-000/train');
  const events = new EventFile(first);
  for (let step = 0; step < points; step++) {
    events.add(step, scalarValue('batch_loss', Math.exp(-step / 30_000) + 0.1 * Math.sin(step) ** 2));
    if (step % 10_000 === 0) await events.flush();
  }
  await events.flush();
  const [file = ''] = await readdir(first);
  for (let i = 1; i < runs; i++) {
    const copy = join(folder, `run-${String(i).padStart(3, '0')}/train`);
    await mkdir(copy, { recursive: true });
    await copyFile(join(first, file), join(copy, file));
  }
}
