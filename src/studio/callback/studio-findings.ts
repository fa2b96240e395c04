import { type Finding, titleOf } from '../../doctor/finding.ts';
import { planDiff } from '../../doctor/remedies/code.ts';
import type { Plan } from '../../doctor/remedies/remedy.ts';
import { layersOf, placeText } from '../../doctor/report/report-input.ts';
import type { FindingRemedy, StudioFinding } from '../protocol/index.ts';

/** JSON has no numbers that are not finite. */
const inJson = (value: number | string | null): number | string | null =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;

function remediesOf(found: Finding, plan: Plan | null): FindingRemedy[] {
  return found.remedies.flatMap(({ name, summary, gain, edit }) => {
    const diff = plan === null ? [] : planDiff(plan, edit(plan));
    // What changes nothing in this plan is no remedy for it.
    return plan !== null && diff.length === 0 ? [] : [{ name, summary, gain, diff }];
  });
}

/** What the doctor found, as the page shows it. */
export const studioFinding = (found: Finding, plan: Plan | null): StudioFinding => ({
  cause: found.cause,
  title: titleOf(found),
  severity: found.severity,
  confidence: found.confidence,
  layers: [...layersOf(found)],
  place: placeText(found),
  evidence: found.evidence.map(({ quantity, measured, expected }) => ({
    quantity,
    measured: inJson(measured),
    expected: inJson(expected),
  })),
  explanation: found.explanation,
  step: found.step,
  remedies: remediesOf(found, plan),
});
