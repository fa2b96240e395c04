import { titleOf } from '../finding.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { layersOf, oneBatchText, placeText, type ReportInput, short } from './report-input.ts';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** JSON that can stand in a script element. */
const embedded = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/**
 * A report as one page of HTML that needs nothing else: a heat map of layers against time first (its quantity can be
 * switched; a click on a layer shows its histograms over time), the loss with a mark where each finding was seen, the
 * findings with their evidence, and the treated net beside the untreated one.
 *
 * @see docs/doctor.md; Keratin's own
 *
 * @example
 * ```ts
 * import { doctor } from 'keratin';
 * console.log(doctor.htmlReport({ findings: [] }).startsWith('<!doctype html>')); // => true
 * ```
 */
export function htmlReport(input: ReportInput): string {
  const {
    title = 'The doctor’s report',
    findings,
    vitals = [],
    history = {},
    treatment = null,
    oneBatch = null,
  } = input;
  const data = {
    vitals,
    history,
    marks: findings
      .filter(({ severity }) => severity !== 'note')
      .map((found) => ({
        title: titleOf(found),
        step: found.step ?? 0,
        severity: found.severity,
        layers: layersOf(found),
      })),
    scores:
      treatment === null
        ? null
        : {
            untreated: treatment.untreated.scores,
            treated: treatment.treated.scores,
            random: treatment.random?.scores ?? null,
          },
  };
  const cards = findings.map(
    (found) => `<article class="${found.severity}">
<h3>${escape(titleOf(found))}</h3><p class="where">${escape(placeText(found))} · ${found.severity} · ${(100 * found.confidence).toFixed(0)}% sure</p>
<p>${escape(found.explanation)}</p>
<table>${found.evidence.map(({ quantity, measured, expected }) => `<tr><td>${escape(quantity)}</td><td>${escape(short(measured))}</td><td>${expected === null ? '' : `expected ${escape(short(expected))}`}</td></tr>`).join('')}</table>
${found.remedies.length === 0 ? '' : `<ul>${found.remedies.map(({ summary }) => `<li>${escape(summary)}</li>`).join('')}</ul>`}
${found.advice.length === 0 ? '' : `<pre>${escape(found.advice.join('\n'))}</pre>`}
</article>`,
  );
  const proof =
    treatment === null
      ? ''
      : `<section><h2>Before and after</h2><p>Verdict: <b>${escape(treatment.verdict.replace('_', ' '))}</b>${
          treatment.comparison.p === null
            ? ''
            : `; Welch’s test p = ${escape(short(treatment.comparison.p))}, Cohen’s d = ${escape(short(treatment.comparison.effect))}`
        }</p><div id="scores"></div><pre class="diff">${treatment.diff
          .map((line) => `<span class="${line.startsWith('+') ? 'plus' : 'minus'}">${escape(line)}</span>`)
          .join('\n')}</pre></section>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title>
<style>${pageStyle}</style></head><body>
<h1>${escape(title)}</h1>
<section id="heat"><h2>Layers against time</h2><label>Quantity <select id="quantity"></select></label><div id="map"></div><div id="legend"></div><div id="strips"></div></section>
<section id="curve"><h2>Loss</h2><div id="loss"></div></section>
<section><h2>Findings</h2>${cards.length === 0 ? '<p>Nothing was found.</p>' : cards.join('\n')}${oneBatch === null ? '' : `<p>${escape(oneBatchText(oneBatch))}</p>`}</section>
${proof}
<script>const report = ${embedded(data)};
${pageScript}</script>
</body></html>
`;
}
