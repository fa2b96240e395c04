import type { RunId } from './runs.ts';

/** What a person wrote about a run; what is missing stays as it is. */
export interface NotesPost {
  readonly run: RunId;
  /** Empty for the folder's own. */
  readonly name?: string;
  readonly tags?: readonly string[];
  readonly notes?: string;
}

/** What is to happen to a run that trains in the server's process, before its next step. */
export type ControlPost =
  | { readonly run: RunId; readonly action: 'stop' | 'pause' | 'resume' }
  /** A positive number. */
  | { readonly run: RunId; readonly action: 'learningRate'; readonly value: number };

/** Trains a copy of a run's model with a remedy applied, on the same data, as a run of its own. */
export interface TreatPost {
  readonly run: RunId;
  /** The finding's cause, and the name of one of its remedies. */
  readonly cause: string;
  readonly remedy: string;
}

/** Answer to `treat`: the id of the treated run, which appears in the list as soon as it has begun. */
export interface TreatAnswer {
  readonly run: RunId;
}

/** Answer to the other posts. */
export interface DoneAnswer {
  readonly done: true;
}

/** Answer with every status from 400 on: what was wrong, in a sentence for people. */
export interface ErrorAnswer {
  readonly error: string;
}
