import { z } from 'zod';
import type { DoneAnswer, TreatAnswer } from '../protocol/index.ts';
import { notesRecord } from '../run-folder/records.ts';
import type { Sources } from './answers.ts';
import { badRequest, HttpError, notFound } from './http-error.ts';

const run = z.string().min(1).max(4000);
const schemas = {
  notes: z.strictObject({
    run,
    name: notesRecord.shape.name.unwrap().optional(),
    tags: notesRecord.shape.tags.unwrap().optional(),
    notes: notesRecord.shape.notes.unwrap().optional(),
  }),
  control: z.union([
    z.strictObject({ run, action: z.enum(['stop', 'pause', 'resume']) }),
    z.strictObject({ run, action: z.literal('learningRate'), value: z.number().positive().finite() }),
  ]),
  treat: z.strictObject({ run, cause: z.string().max(100), remedy: z.string().max(200) }),
};

const done: DoneAnswer = { done: true };

function checked<T>(schema: z.ZodType<T>, body: unknown): T {
  const { success, data, error } = schema.safeParse(body);
  if (success) return data;
  const issue = error.issues[0];
  throw badRequest(`The request is not as expected: ${issue?.path.join('.') || 'body'}: ${issue?.message}.`);
}

const missing = (id: string) => notFound(`No run ${JSON.stringify(id.slice(0, 200))} trains in this process.`);

/** What a live run refuses is the asker's mistake, not the server's. */
async function attempt<T>(act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new HttpError(409, error instanceof Error ? error.message : String(error));
  }
}

/** Every post with what it does. */
export const posts = {
  notes: async ({ store }: Sources, body: unknown): Promise<DoneAnswer> => {
    const { run: id, name, tags, notes } = checked(schemas.notes, body);
    const found = store.run(id);
    if (found === null) throw notFound(`There is no run ${JSON.stringify(id.slice(0, 200))} in this folder.`);
    await store.annotate(found, {
      ...(name === undefined ? {} : { name }),
      ...(tags === undefined ? {} : { tags }),
      ...(notes === undefined ? {} : { notes }),
    });
    return done;
  },
  control: async ({ live }: Sources, body: unknown): Promise<DoneAnswer> => {
    const post = checked(schemas.control, body);
    const found = live.get(post.run);
    if (found === null) throw missing(post.run);
    await attempt(() => found.control(post));
    return done;
  },
  treat: async ({ live }: Sources, body: unknown): Promise<TreatAnswer> => {
    const post = checked(schemas.treat, body);
    const treat = live.toTreat(post.run)?.treat;
    if (!treat) throw missing(post.run);
    return { run: await attempt(() => treat(post)) };
  },
};
