import { courseOf, type Observed } from './course.ts';
import type { Examination } from './examine.ts';
import { type Finding, ranked, worst } from './finding.ts';
import { remediesFor } from './remedies/catalogue.ts';
import { rulesDuring } from './rules/course-rules.ts';
import { nonFiniteData } from './rules/data-rules.ts';
import type { Severity } from './vocabulary.ts';

/** What the doctor says after it has seen a training. */
export interface Diagnosis {
  /** The likeliest cause first. */
  readonly findings: readonly Finding[];
  readonly severity: Severity | null;
}

/**
 * Judges a training, or the beginning of one, by its vitals, together with what was found before it began.
 *
 * @param examination what `examine` said of the same model before training
 * @param observed the history that `fit` with `vitals` returned
 * @returns the findings of both, the likeliest cause first
 * @see docs/doctor.md, which names the papers
 *
 * @example
 * ```ts
 * import { doctor, layers, optimizers, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [1] }), new layers.Dense(1)]);
 * model.compile({ optimizer: new optimizers.SGD({ learningRate: 0.9 }), loss: 'mse' });
 * const [x, y] = [[[1], [2], [3], [4]], [2, 4, 6, 8]];
 * const examination = await doctor.examine(model, { x, y, epochs: 5 });
 * const history = await model.fit(x, y, { epochs: 5, verbose: 0, vitals: { every: 1 } });
 * console.log(doctor.diagnose(examination, history).findings[0]?.cause); // => lr_too_high
 * ```
 */
export function diagnose(examination: Examination, observed: Observed): Diagnosis {
  const course = courseOf(observed);
  const { file } = examination;
  const seen = nonFiniteData(file).length > 0 ? [] : rulesDuring.flatMap((rule) => rule(file, course));
  const findings = ranked([...examination.findings, ...seen]).map((one) => ({
    ...one,
    remedies: remediesFor(file, one),
  }));
  return { findings, severity: worst(findings) };
}
