import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { imageAt } from '../events/located-values.ts';
import type { Sources } from './answers.ts';
import { notFound } from './http-error.ts';
import type { Query } from './query.ts';

/** Bytes and what they are. */
export interface Picture {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A picture of an event file. */
export async function eventPicture({ store }: Sources, query: Query): Promise<Picture> {
  const run = store.run(query.text('run'));
  const step = query.number('step', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  const shelf = run?.events.shelfOf('image', query.text('tag'), query.part());
  const filed = shelf?.values.find((value) => value.step === step);
  const image = filed === undefined ? null : await imageAt(filed.path, filed);
  if (image === null) throw notFound('There is no such picture.');
  return image;
}

/** The picture of a sample, which lies in the run's folder: only those that the run's predictions name. */
export async function samplePicture({ store }: Sources, query: Query): Promise<Picture> {
  const run = store.run(query.text('run'));
  const name = query.text('name');
  const known = run?.predictions?.worst.some(({ image }) => image === name) && run.place.names.has(name);
  if (!run || !known || !name.endsWith('.png')) throw notFound('There is no such picture.');
  return { type: 'image/png', bytes: await readFile(join(run.place.folder, name)) };
}
