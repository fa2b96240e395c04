import type { VitalsRecord } from '../../callbacks/index.ts';
import { type Finding, titleOf, worst } from '../finding.ts';
import type { Treatment } from '../treat/treatment.ts';
import { layersOf, oneBatchText, placeText, type ReportInput, short } from './report-input.ts';

const marks = { note: '·', warning: '!', fault: '✗' } as const;
const WIDTH = 100;

/** A bar of up to 8 cells for a number on a logarithmic scale. */
function bar(value: number, low: number, high: number): string {
  if (!Number.isFinite(value)) return 'not finite';
  const share = value <= 0 ? 0 : (Math.log10(value) - low) / (high - low);
  const eighths = Math.round(Math.min(Math.max(share, 0), 1) * 64);
  const partial = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8] ?? '';
  return ('█'.repeat(eighths >> 3) + partial).padEnd(8);
}

function wrap(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    if (line.length + word.length > WIDTH && line.trim() !== '') {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += `${word} `;
  }
  lines.push(line.trimEnd());
  return lines;
}

/** Layers as rows: activations, gradients and updates as small bars, dead and saturated shares, and what was found there. */
export function layerTable(record: VitalsRecord, findings: readonly Finding[] = []): string[] {
  const worstAt = (layer: string) => worst(findings.filter((found) => layersOf(found).includes(layer)));
  const names = record.layers.map(({ layer, activation }) =>
    activation === 'linear' ? layer : `${layer} (${activation})`,
  );
  const width = Math.max(5, ...names.map((name) => name.length));
  const share = (value: number | null) => (value === null ? '' : `${(100 * value).toFixed(0)}%`).padStart(5);
  const head = `  ${'layer'.padEnd(width)}  activation std     gradient rms       dead  flat  change`;
  const rows = record.layers.map((one, i) => {
    const severity = worstAt(one.layer);
    const update = record.weights.find(
      ({ layer, weight }) => layer === one.layer && /kernel$/.test(weight),
    )?.updateRatio;
    return [
      `${severity === null ? ' ' : marks[severity]} ${(names[i] ?? '').padEnd(width)}`,
      `${bar(one.std, -4, 2)} ${short(one.std).padEnd(8)}`,
      `${bar(one.gradientRms, -8, 1)} ${short(one.gradientRms).padEnd(8)}`,
      `${share(one.deadShare)} ${share(one.saturatedShare)}  ${update == null ? '' : short(update)}`,
    ].join('  ');
  });
  const legend = '  dead: units never active; flat: saturated; change: of the weights in one step, relative to them';
  return [head, ...rows, legend].map((line) => line.trimEnd());
}

/** The middle of the noise scales of all records, of which a single one says little. */
function noiseLine(vitals: readonly VitalsRecord[]): string[] {
  const scales = vitals.flatMap(({ noiseScale }) => noiseScale ?? []).sort((a, b) => a - b);
  const middle = scales[scales.length >> 1];
  const size = vitals[0]?.batchSize;
  if (middle === undefined || scales.length < 5) return [];
  return [`  gradient noise scale: ${short(middle)} samples; batches have ${size}`];
}

function findingLines(found: Finding): string[] {
  const evidence = found.evidence.map(
    ({ quantity, measured, expected }) =>
      `    ${quantity}: ${short(measured)}${expected === null ? '' : `  (expected: ${short(expected)})`}`,
  );
  const [remedy] = found.remedies;
  return [
    `${marks[found.severity]} ${titleOf(found)}: ${placeText(found)}  [${found.severity}, ${(100 * found.confidence).toFixed(0)}% sure]`,
    ...evidence,
    ...wrap(found.explanation, '    '),
    ...(remedy === undefined ? [] : wrap(`Remedy: ${remedy.summary}`, '    ')),
    ...found.advice.map((line) => `      ${line}`),
  ];
}

function treatmentLines(treatment: Treatment): string[] {
  const mean = (scores: readonly number[]) => short(scores.reduce((sum, score) => sum + score, 0) / scores.length);
  switch (treatment.verdict) {
    case 'healthy':
      return ['Treatment: healthy, nothing was changed.'];
    case 'unrepairable':
      return ['Treatment: no setting of the net can mend this.'];
    case 'not_mended':
      return [`Treatment: ${treatment.trials.length} trainings brought nothing better; the net stays as it was.`];
    case 'mended': {
      const { p, effect } = treatment.comparison;
      const proof =
        p === null
          ? ''
          : ` (p = ${short(p)}, Cohen’s d = ${short(effect)}, ${treatment.treated.scores.length} seeds each)`;
      return [
        `Treatment: ${mean(treatment.untreated.scores)} → ${mean(treatment.treated.scores)}${proof}`,
        ...(treatment.random === null
          ? []
          : [`  A random search with the same budget: ${mean(treatment.random.scores)}`]),
        ...treatment.remedies.flatMap(({ summary }) => wrap(summary, '  ')),
        ...treatment.diff.map((line) => `  ${line}`),
      ];
    }
  }
}

/**
 * A report for a terminal: the layers as a table of small bars, then what was found, the likeliest cause first.
 *
 * @see docs/doctor.md; Keratin's own
 *
 * @example
 * ```ts
 * import { doctor } from 'keratin';
 * console.log(doctor.textReport({ findings: [] })); // => Nothing was found.
 * ```
 */
export function textReport(input: ReportInput): string {
  const { findings, vitals = [], treatment = null, oneBatch = null } = input;
  const last = vitals.findLast(({ nonFinite }) => nonFinite === null) ?? vitals.at(-1);
  const lines: string[] = input.title === undefined ? [] : [input.title, ''];
  if (last !== undefined) lines.push(...layerTable(last, findings), ...noiseLine(vitals), '');
  if (findings.length === 0) lines.push('Nothing was found.');
  findings.forEach((found, i) => {
    lines.push(...(i === 0 ? [] : ['']), ...findingLines(found));
  });
  if (oneBatch !== null) lines.push('', ...wrap(oneBatchText(oneBatch), ''));
  if (treatment !== null) lines.push('', ...treatmentLines(treatment));
  return lines.join('\n');
}
