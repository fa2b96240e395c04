import { titleOf } from '../finding.ts';
import { oneBatchText, placeText, type ReportInput, short } from './report-input.ts';
import { layerTable } from './text-report.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/**
 * A report as Markdown, for pull requests and notebooks.
 *
 * @see docs/doctor.md; Keratin's own
 *
 * @example
 * ```ts
 * import { doctor } from 'keratin';
 * console.log(doctor.markdownReport({ title: 'My net', findings: [] }).split('\n')[0]); // => # My net
 * ```
 */
export function markdownReport(input: ReportInput): string {
  const { title = 'The doctor’s report', findings, vitals = [], treatment = null, oneBatch = null } = input;
  const lines = [`# ${title}`, ''];
  if (findings.length === 0) lines.push('Nothing was found.', '');
  for (const found of findings) {
    lines.push(
      `## ${titleOf(found)} (${found.severity})`,
      '',
      `*${placeText(found)}; ${(100 * found.confidence).toFixed(0)}% sure.* ${found.explanation}`,
      '',
    );
    if (found.evidence.length > 0)
      lines.push(
        '| evidence | measured | expected |',
        '| --- | --- | --- |',
        ...found.evidence.map(
          ({ quantity, measured, expected }) =>
            `| ${cell(quantity)} | ${cell(short(measured))} | ${cell(short(expected))} |`,
        ),
        '',
      );
    if (found.remedies.length > 0) lines.push(...found.remedies.map(({ summary }) => `- ${summary}`), '');
    if (found.advice.length > 0) lines.push('```ts', ...found.advice, '```', '');
  }
  if (oneBatch !== null) lines.push(oneBatchText(oneBatch), '');
  const last = vitals.at(-1);
  if (last !== undefined) lines.push('## Layers', '', '```', ...layerTable(last, findings), '```', '');
  if (treatment !== null) {
    const mean = (scores: readonly number[]) => short(scores.reduce((sum, score) => sum + score, 0) / scores.length);
    lines.push('## Treatment', '', `Verdict: ${treatment.verdict.replace('_', ' ')}.`, '');
    if (treatment.verdict === 'mended') {
      lines.push(
        '| | score | seeds |',
        '| --- | --- | --- |',
        `| untreated | ${mean(treatment.untreated.scores)} | ${treatment.untreated.scores.map(short).join(', ')} |`,
        `| treated | ${mean(treatment.treated.scores)} | ${treatment.treated.scores.map(short).join(', ')} |`,
        ...(treatment.random === null
          ? []
          : [
              `| random search | ${mean(treatment.random.scores)} | ${treatment.random.scores.map(short).join(', ')} |`,
            ]),
        '',
        `Welch’s test: p = ${short(treatment.comparison.p)}, Cohen’s d = ${short(treatment.comparison.effect)}.`,
        '',
        '```diff',
        ...treatment.diff,
        '```',
        '',
      );
    }
  }
  return lines.join('\n');
}
