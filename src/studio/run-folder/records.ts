import { z } from 'zod';
import type { StudioFinding } from '../protocol/index.ts';

/*
 * The files of a run as types and as checks: what lies in a folder may come from anywhere. Numbers that are not finite
 * are null in JSON.
 */

const number = z.number().nullable();
const count = z.number().int().nonnegative();
const hyperparameter = z.union([z.number(), z.string(), z.boolean()]);

/** run.json */
export const runRecord = z.object({
  version: z.literal(1),
  status: z.enum(['running', 'paused', 'ended', 'interrupted']),
  /** Milliseconds since 1970. `updated` is renewed every few seconds as long as the process is there. */
  started: z.number(),
  updated: z.number(),
  /** Who writes it: when this process is gone, an unfinished run is interrupted. */
  process: z.object({ id: count, host: z.string() }),
  epoch: count,
  epochs: count.nullable(),
  step: count.nullable(),
  steps: count.nullable(),
  secondsLeft: number,
  learningRate: number,
  hyperparameters: z.record(z.string(), hyperparameter),
  treats: z.string().nullable(),
});
export type RunRecord = z.infer<typeof runRecord>;

/** findings.json */
const finding: z.ZodType<StudioFinding> = z.object({
  cause: z.string(),
  title: z.string(),
  severity: z.enum(['note', 'warning', 'fault']),
  confidence: z.number(),
  layers: z.array(z.string()),
  place: z.string(),
  evidence: z.array(
    z.object({
      quantity: z.string(),
      measured: z.union([z.number(), z.string(), z.null()]),
      expected: z.union([z.number(), z.string(), z.null()]),
    }),
  ),
  explanation: z.string(),
  step: number,
  remedies: z.array(z.object({ name: z.string(), summary: z.string(), gain: z.number(), diff: z.array(z.string()) })),
});
export const findingsRecord = z.array(finding);

/** predictions.json */
export const predictionsRecord = z.object({
  epoch: count,
  confusion: z.object({ labels: z.array(z.string()), counts: z.array(z.array(z.number())) }).nullable(),
  worst: z.array(
    z.object({
      index: count,
      truth: z.string(),
      answer: z.string(),
      confidence: number,
      truthProbability: number,
      loss: z.number(),
      /** The name of a PNG in the run's folder. */
      image: z.string().nullable(),
      inputs: z.array(z.number()),
    }),
  ),
});
export type PredictionsRecord = z.infer<typeof predictionsRecord>;

/** studio.json */
export const notesRecord = z.object({
  name: z.string().max(200).default(''),
  tags: z.array(z.string().max(60)).max(50).default([]),
  notes: z.string().max(20_000).default(''),
});
export type NotesRecord = z.infer<typeof notesRecord>;
