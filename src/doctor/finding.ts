import type { Remedy } from './remedies/remedy.ts';
import { type Cause, causes, type Severity, type Symptom, severities } from './vocabulary.ts';

/** A measured number beside what it should be. */
export interface Evidence {
  readonly quantity: string;
  readonly measured: number | string;
  /** What theory, or a healthy net of this shape, would show; null when there is nothing to compare with. */
  readonly expected: number | string | null;
}

/** Where a finding is. */
export type Place =
  | { readonly kind: 'layers'; readonly layers: readonly string[] }
  | { readonly kind: 'optimizer' | 'loss' | 'data' | 'output' | 'training' };

/** Something that the doctor found. */
export interface Finding {
  readonly cause: Cause;
  readonly severity: Severity;
  /** From 0 to 1: how sure the doctor is that this is the cause. */
  readonly confidence: number;
  readonly symptoms: readonly Symptom[];
  readonly place: Place;
  readonly evidence: readonly Evidence[];
  /** Two or three plain sentences. */
  readonly explanation: string;
  readonly remedies: readonly Remedy[];
  /** Lines of code to take over by hand, where the change is more than an edit of settings. Empty for most. */
  readonly advice: readonly string[];
  /** Whether it was seen before the first step, or during training. */
  readonly seen: 'before' | 'training';
  /** The step of the sample that showed it; null before training. */
  readonly step: number | null;
}

/** What rules write; the rest has defaults. */
export type FindingDraft = Pick<Finding, 'cause' | 'severity' | 'confidence' | 'explanation'> & Partial<Finding>;

/** Fills a draft up. */
export const finding = (draft: FindingDraft): Finding => ({
  symptoms: [],
  place: { kind: 'training' },
  evidence: [],
  remedies: [],
  advice: [],
  seen: 'before',
  step: null,
  ...draft,
});

/** The finding's title. */
export const titleOf = (found: Finding): string => causes[found.cause].title;

const weight = (found: Finding): number => severities.indexOf(found.severity) + found.confidence;

/** Findings with the likeliest cause first, one per cause (the surest). */
export function ranked(findings: readonly Finding[]): Finding[] {
  const sorted = [...findings].sort((a, b) => weight(b) - weight(a));
  return sorted.filter((found, i) => sorted.findIndex(({ cause }) => cause === found.cause) === i);
}

/** The highest severity among findings; null when there are none. */
export function worst(findings: readonly Finding[]): Severity | null {
  return severities.findLast((severity) => findings.some((found) => found.severity === severity)) ?? null;
}
