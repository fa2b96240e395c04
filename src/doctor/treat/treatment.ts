import type { Finding } from '../finding.ts';
import type { Plan, Remedy } from '../remedies/remedy.ts';
import type { Comparison } from './welch.ts';

/** How a treatment ended. */
export type Verdict =
  /** Nothing above a note was found, and nothing was changed. */
  | 'healthy'
  /** What was found is mended, and the scores prove it. */
  | 'mended'
  /** No remedy helped; the net stays as it was. */
  | 'not_mended'
  /** No setting of the net can mend what was found. */
  | 'unrepairable';

/** One training of the search. */
export interface TrialReport {
  /** The names of the remedies in it, in the order in which they were applied. */
  readonly remedies: readonly string[];
  readonly plan: Plan;
  /** On the validation data: accuracy, or R^2 in a regression. */
  readonly score: number;
  /** What was still found, above notes, when it was trained. */
  readonly left: readonly string[];
}

/** What a random search with the same budget reached. */
export interface RandomReport {
  /** Of each trial. */
  readonly trials: readonly number[];
  /** The best trial's plan, trained anew from each seed. */
  readonly scores: readonly number[];
}

/** What `treat` did, and what it proved. */
export interface Treatment {
  readonly verdict: Verdict;
  /** What was found in the untreated training, the likeliest cause first. */
  readonly findings: readonly Finding[];
  readonly untreated: { readonly plan: Plan; readonly scores: readonly number[] };
  /** The best plan, and its scores from as many seeds; the untreated one when nothing helped. */
  readonly treated: { readonly plan: Plan; readonly scores: readonly number[] };
  /** What was done, in the order in which it was done. */
  readonly remedies: readonly Pick<Remedy, 'name' | 'summary'>[];
  readonly trials: readonly TrialReport[];
  /** Treated against untreated. */
  readonly comparison: Comparison;
  /** Null unless it was asked for. */
  readonly random: RandomReport | null;
  /** The lines of the net that change, `-` before what goes and `+` before what comes. */
  readonly diff: readonly string[];
}
