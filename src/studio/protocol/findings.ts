import type { RunId } from './runs.ts';

export type FindingSeverity = 'note' | 'warning' | 'fault';

/** An edit that may mend what was found. */
export interface FindingRemedy {
  /** What `treat` takes. */
  readonly name: string;
  /** One line in the imperative. */
  readonly summary: string;
  /** How much of the gap it is expected to close, from 0 to 1. */
  readonly gain: number;
  /** Lines of code with `- ` and `+ ` in front; empty where the model can't be written down. */
  readonly diff: readonly string[];
}

/** Something that the doctor found. */
export interface StudioFinding {
  /** A word such as `init_too_small`; one finding per cause and run. */
  readonly cause: string;
  readonly title: string;
  readonly severity: FindingSeverity;
  /** From 0 to 1. */
  readonly confidence: number;
  /** Layers by their names in the vitals; empty when the place is none of them. */
  readonly layers: readonly string[];
  /** Where it is, in words. */
  readonly place: string;
  readonly evidence: readonly {
    readonly quantity: string;
    readonly measured: number | string | null;
    readonly expected: number | string | null;
  }[];
  /** Two or three plain sentences. */
  readonly explanation: string;
  /** The step of the sample that showed it; null for what was seen before training. */
  readonly step: number | null;
  readonly remedies: readonly FindingRemedy[];
}

/** Answer to `findings`: the likeliest cause first. */
export interface FindingsAnswer {
  readonly run: RunId;
  readonly findings: readonly StudioFinding[];
  /** Whether `treat` would be accepted: the run trains, or has trained, in this process. */
  readonly treatable: boolean;
}
