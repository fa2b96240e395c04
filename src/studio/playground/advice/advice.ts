import { type Finding, titleOf } from '../../../doctor/finding.ts';
import type { Plan } from '../../../doctor/remedies/remedy.ts';
import type { Severity } from '../../../doctor/vocabulary.ts';
import type { Field } from '../state/field.ts';
import { fieldNames, fields, type PlaygroundState, sameState } from '../state/playground-state.ts';
import { stateOfPlan } from './state-of-plan.ts';

/** A change of settings, in the words of the controls. */
export interface Change {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** A remedy that a click applies. */
export interface AdvisedRemedy {
  readonly summary: string;
  readonly state: PlaygroundState;
  readonly changes: readonly Change[];
}

/** A finding of the doctor, as plain data for the page. */
export interface Advice {
  readonly cause: string;
  readonly title: string;
  readonly severity: Severity;
  readonly explanation: string;
  readonly evidence: Finding['evidence'];
  readonly remedies: readonly AdvisedRemedy[];
}

const texts: { readonly [K in keyof PlaygroundState]: Field<PlaygroundState[K]> } = fields;

/** The settings in which two states differ. */
export function changesBetween(before: PlaygroundState, after: PlaygroundState): Change[] {
  const change = <K extends keyof PlaygroundState>(name: K): Change => ({
    label: texts[name].label,
    before: texts[name].show(before[name]),
    after: texts[name].show(after[name]),
  });
  return fieldNames.filter((name) => before[name] !== after[name]).map(change);
}

function remediesIn(found: Finding, plan: Plan, state: PlaygroundState): AdvisedRemedy[] {
  const all = found.remedies.flatMap(({ summary, edit }): AdvisedRemedy[] => {
    const after = stateOfPlan(edit(plan), state);
    if (after === null || sameState(after, state)) return [];
    return [{ summary, state: after, changes: changesBetween(state, after) }];
  });
  return all.filter((one, i) => all.findIndex((other) => sameState(other.state, one.state)) === i);
}

/** What the doctor found, with those of its remedies that the playground can apply. */
export function adviceOf(findings: readonly Finding[], plan: Plan, state: PlaygroundState): Advice[] {
  return findings.map((found) => ({
    cause: found.cause,
    title: titleOf(found),
    severity: found.severity,
    explanation: found.explanation,
    evidence: found.evidence,
    remedies: remediesIn(found, plan, state),
  }));
}
