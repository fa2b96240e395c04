import type { Check } from './check.ts';
import type { Tolerance } from './compare.ts';

/** What every case has. */
export interface Case {
  readonly id: string;
  readonly tol?: Tolerance;
}

/** Runs the cases of one kind of group. */
export interface Adapter<C extends Case> {
  /** Names of classes and functions that the case needs and the library doesn't have. */
  missing(testCase: C, directory: string): Iterable<string>;
  run(testCase: C, check: Check, directory: string): void | Promise<void>;
}

/** An adapter of which it is no longer known what its cases look like. */
export interface AnyAdapter {
  missing(testCase: Case, directory: string): Iterable<string>;
  run(testCase: Case, check: Check, directory: string): void | Promise<void>;
}

/** The suite's README says what the cases of a group look like; files that are not like that fail while running. */
export const adapter = <C extends Case>(implementation: Adapter<C>): AnyAdapter => implementation as Adapter<Case>;
