import { type PairedTest, pairedTest } from './paired-test.ts';
import type { Repair, Verdict } from './patient.ts';

const percent = (part: number, whole: number): string => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)}%`);
const number = (value: number | null): string => (value === null ? '-' : String(Number(value.toPrecision(3))));

/** What came out, as numbers. */
export function summary(verdicts: readonly Verdict[], repairs: readonly Repair[]) {
  const judged = verdicts.filter(({ error }) => error === null);
  const faults = judged.filter(({ group }) => group === 'fault');
  const healthy = judged.filter(({ group }) => group === 'healthy');
  const found = faults.filter((verdict) => verdict.found.length > 0);
  const right = faults.filter(({ causes, found: [first] }) => first !== undefined && causes.includes(first));
  const repairable = repairs.filter(({ repaired }) => repaired !== null);
  return {
    faults: faults.length,
    found: found.length,
    foundBeforeTheFirstStep: found.filter(({ before }) => before).length,
    rightCauseFirst: right.length,
    healthy: healthy.length,
    falseAlarms: healthy.filter((verdict) => verdict.found.length > 0).length,
    notExamined: verdicts.length - judged.length,
    repairable: repairable.length,
    repaired: repairable.filter(({ repaired }) => repaired === true).length,
    unrepairableNamed: repairs.filter(({ repaired, verdict }) => repaired === null && verdict === 'unrepairable')
      .length,
    unrepairable: repairs.length - repairable.length,
  };
}

/** The share of the way from the untreated net to the human fix, from 0 to 1; of the logarithm where it is an error. */
function recovered({ untreated, fixed, metric }: Repair, reached: number): number {
  const merit = (value: number): number => (metric === 'val_mse' ? -Math.log10(Math.max(value, 1e-12)) : value);
  const way = merit(fixed ?? reached) - merit(untreated);
  return Math.min(1, Math.max(0, (merit(reached) - merit(untreated)) / Math.max(way, 1e-6)));
}

/** Treatment against random search on the nets that can be repaired, by the share of the way to the human fix. */
export function againstRandom(repairs: readonly Repair[]): PairedTest | null {
  const pairs = repairs.flatMap((one) =>
    one.random === null || one.repaired === null ? [] : [recovered(one, one.treated) - recovered(one, one.random)],
  );
  return pairs.length === 0 ? null : pairedTest(pairs);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---').join('|')}|`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ];
}

/** Per cause or symptom: how many there are, how many were found, and what was named. */
function confusion(verdicts: readonly Verdict[], keysOf: (verdict: Verdict) => readonly string[]): string[][] {
  const keys = [...new Set(verdicts.flatMap(keysOf))].sort();
  return keys.map((key) => {
    const having = verdicts.filter((verdict) => keysOf(verdict).includes(key));
    const found = having.filter((verdict) => verdict.found.length > 0);
    const right = having.filter(({ causes, found: [first] }) => first !== undefined && causes.includes(first));
    const named = new Map<string, number>();
    for (const {
      found: [first = 'nothing'],
    } of having)
      named.set(first, (named.get(first) ?? 0) + 1);
    const list = [...named].sort((a, b) => b[1] - a[1]).map(([name, count]) => `${name} ${count}`);
    return [key, String(having.length), String(found.length), String(right.length), list.join(', ')];
  });
}

/** Everything as Markdown. */
export function markdown(verdicts: readonly Verdict[], repairs: readonly Repair[]): string {
  const sum = summary(verdicts, repairs);
  const judged = verdicts.filter(({ error, group }) => error === null && group === 'fault');
  const wrong = verdicts.filter(
    ({ group, error, causes, found: [first] }) =>
      error !== null || (group === 'fault' ? first === undefined || !causes.includes(first) : first !== undefined),
  );
  const head = ['', 'entries', 'found', 'right cause first', 'named first'];
  const lines = [
    '# The doctor on the zoo',
    '',
    `- found before 20% of the epochs: ${sum.found} of ${sum.faults} (${percent(sum.found, sum.faults)}), ${sum.foundBeforeTheFirstStep} before the first step`,
    `- right cause first: ${sum.rightCauseFirst} of ${sum.faults} (${percent(sum.rightCauseFirst, sum.faults)})`,
    `- false alarms: ${sum.falseAlarms} of ${sum.healthy} healthy trainings (${percent(sum.falseAlarms, sum.healthy)})`,
    `- not examined: ${sum.notExamined}`,
    '',
    '## By cause',
    '',
    ...table(
      head,
      confusion(judged, ({ causes }) => causes),
    ),
    '',
    '## By symptom',
    '',
    ...table(
      head,
      confusion(judged, ({ symptoms }) => (symptoms.length === 0 ? ['none'] : symptoms)),
    ),
    '',
    '## Misjudged',
    '',
    ...table(
      ['entry', 'truth', 'said'],
      wrong.map(({ id, causes, found, error }) => [
        id,
        causes.join(', ') || 'healthy',
        error ?? (found.join(', ') || 'nothing'),
      ]),
    ),
  ];
  if (repairs.length > 0) {
    const test = againstRandom(repairs);
    lines.push(
      '',
      '## Repairs',
      '',
      `- repaired (within 2 points of the human fix or better): ${sum.repaired} of ${sum.repairable} (${percent(sum.repaired, sum.repairable)})`,
      `- unrepairable, and named so: ${sum.unrepairableNamed} of ${sum.unrepairable}`,
      ...(test === null
        ? []
        : [
            `- against a random search with the same budget, by the share of the way to the human fix: better ${test.better}, equal ${test.equal}, worse ${test.worse}; mean difference ${test.meanDifference.toFixed(3)}; Wilcoxon's p ${test.p?.toPrecision(2) ?? '-'}`,
          ]),
      '',
      ...table(
        ['entry', 'verdict', 'trainings', 'remedies', 'untreated', 'treated', 'random search', 'human fix', 'repaired'],
        repairs.map((one) => [
          one.id,
          one.verdict,
          String(one.trainings),
          one.remedies.join('; '),
          number(one.untreated),
          number(one.treated),
          number(one.random),
          number(one.fixed),
          one.repaired === null ? '-' : one.repaired ? 'yes' : 'no',
        ]),
      ),
    );
  }
  return `${lines.join('\n')}\n`;
}
