import type { Config } from '../support/registry.ts';
import { type F1ScoreOptions, FBetaScore } from './fbeta-score.ts';

/**
 * F1 score, the harmonic mean of precision and recall, `2 * P * R / (P + R)`, from 0 to 1, for one-hot (or several
 * yes-or-no) targets.
 *
 * See https://keras.io/api/metrics/classification_metrics/#f1score-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const score = new metrics.F1Score({ average: 'macro', threshold: 0.5 });
 * score.updateState([[1, 1, 1], [1, 0, 0], [1, 1, 0]], [[0.2, 0.6, 0.7], [0.2, 0.6, 0.6], [0.6, 0.8, 0]]);
 * console.log(score.result().shape); // => []
 * ```
 */
export class F1Score extends FBetaScore {
  static override readonly className: string = 'F1Score';

  /** @param options see `F1ScoreOptions`; the default name is `f1_score` */
  constructor(options: F1ScoreOptions = {}) {
    super(options, { name: 'f1_score', own: ['average', 'threshold'] });
  }

  override getConfig(): Config {
    const { beta: _, ...config } = super.getConfig();
    return config;
  }
}
