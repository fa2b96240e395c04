import { titleOf, worst } from '../finding.ts';
import { exitCode, type ReportInput } from './report-input.ts';

/**
 * A report for machines. Numbers that are not finite are null.
 *
 * @see docs/doctor.md; Keratin's own
 *
 * @example
 * ```ts
 * import { doctor } from 'keratin';
 * const { severity, exitCode } = JSON.parse(doctor.jsonReport({ findings: [] }));
 * console.log(severity, exitCode); // => null 0
 * ```
 */
export function jsonReport(input: ReportInput): string {
  const { findings, vitals = [], history = {}, treatment = null, oneBatch = null } = input;
  return JSON.stringify(
    {
      version: 1,
      severity: worst(findings),
      exitCode: exitCode(input),
      findings: findings.map((found) => ({
        ...found,
        title: titleOf(found),
        remedies: found.remedies.map(({ name, summary, gain }) => ({ name, summary, gain })),
      })),
      oneBatch,
      history,
      vitals,
      treatment:
        treatment === null
          ? null
          : { ...treatment, findings: undefined, trials: treatment.trials.map(({ plan: _, ...trial }) => trial) },
    },
    null,
    2,
  );
}
