import { binaryCrossentropy } from './binary-crossentropy.ts';
import { binaryFocalCrossentropy } from './binary-focal-crossentropy.ts';
import { categoricalCrossentropy } from './categorical-crossentropy.ts';
import { categoricalFocalCrossentropy } from './categorical-focal-crossentropy.ts';
import { categoricalGeneralizedCrossEntropy } from './categorical-generalized-cross-entropy.ts';
import { categoricalHinge } from './categorical-hinge.ts';
import { circle } from './circle.ts';
import { cosineSimilarity } from './cosine-similarity.ts';
import { ctc } from './ctc.ts';
import { dice } from './dice.ts';
import { hinge } from './hinge.ts';
import { huber } from './huber.ts';
import { klDivergence } from './kl-divergence.ts';
import { logCosh } from './log-cosh.ts';
import type { LossFunction } from './loss.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import { meanAbsolutePercentageError } from './mean-absolute-percentage-error.ts';
import { meanSquaredError } from './mean-squared-error.ts';
import { meanSquaredLogarithmicError } from './mean-squared-logarithmic-error.ts';
import { poisson } from './poisson.ts';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';
import { squaredHinge } from './squared-hinge.ts';
import { tversky } from './tversky.ts';

/** Every loss function by Keras's name. */
export const lossFunctions = {
  binary_crossentropy: binaryCrossentropy,
  binary_focal_crossentropy: binaryFocalCrossentropy,
  categorical_crossentropy: categoricalCrossentropy,
  categorical_focal_crossentropy: categoricalFocalCrossentropy,
  categorical_generalized_cross_entropy: (yTrue, yPred, options: { readonly q?: number } = {}) =>
    categoricalGeneralizedCrossEntropy(yTrue, yPred, options.q ?? 0.5),
  categorical_hinge: categoricalHinge,
  circle,
  cosine_similarity: cosineSimilarity,
  ctc,
  dice,
  hinge,
  huber,
  kl_divergence: klDivergence,
  log_cosh: logCosh,
  mean_absolute_error: meanAbsoluteError,
  mean_absolute_percentage_error: meanAbsolutePercentageError,
  mean_squared_error: meanSquaredError,
  mean_squared_logarithmic_error: meanSquaredLogarithmicError,
  poisson,
  sparse_categorical_crossentropy: sparseCategoricalCrossentropy,
  squared_hinge: squaredHinge,
  tversky,
} satisfies Record<string, LossFunction>;

/** Keras's short and older names for loss functions. */
export const lossAliases = {
  bce: 'binary_crossentropy',
  BCE: 'binary_crossentropy',
  kld: 'kl_divergence',
  KLD: 'kl_divergence',
  kullback_leibler_divergence: 'kl_divergence',
  logcosh: 'log_cosh',
  mae: 'mean_absolute_error',
  MAE: 'mean_absolute_error',
  mape: 'mean_absolute_percentage_error',
  MAPE: 'mean_absolute_percentage_error',
  mse: 'mean_squared_error',
  MSE: 'mean_squared_error',
  msle: 'mean_squared_logarithmic_error',
  MSLE: 'mean_squared_logarithmic_error',
} as const satisfies Record<string, keyof typeof lossFunctions>;

export type LossFunctionName = keyof typeof lossFunctions | keyof typeof lossAliases;

const isFunctionName = (name: string): name is keyof typeof lossFunctions => Object.hasOwn(lossFunctions, name);
const isAlias = (name: string): name is keyof typeof lossAliases => Object.hasOwn(lossAliases, name);

/** The loss function of a name, or undefined. */
export function lossFunctionNamed(name: string): LossFunction | undefined {
  const full = isAlias(name) ? lossAliases[name] : name;
  return isFunctionName(full) ? lossFunctions[full] : undefined;
}

/** Keras's name of a built-in function, and a user's function's own name. */
export function lossFunctionName(fn: LossFunction): string {
  const known = Object.entries(lossFunctions).find(([, builtIn]) => builtIn === fn);
  return known?.[0] ?? fn.name;
}
