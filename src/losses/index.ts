export * from './binary-crossentropy.ts';
export * from './binary-focal-crossentropy.ts';
export * from './categorical-crossentropy.ts';
export * from './categorical-focal-crossentropy.ts';
export * from './categorical-generalized-cross-entropy.ts';
export * from './categorical-hinge.ts';
export * from './circle.ts';
export * from './cosine-similarity.ts';
export type { BinaryCrossentropyArguments, CategoricalCrossentropyArguments } from './crossentropy-arguments.ts';
export * from './ctc.ts';
export * from './dice.ts';
export {
  type CustomLosses,
  deserialize,
  get,
  type LossIdentifier,
  type LossName,
  serialize,
} from './get.ts';
export * from './hinge.ts';
export * from './huber.ts';
export * from './kl-divergence.ts';
export * from './log-cosh.ts';
export { Loss, type LossCallOptions, type LossFunction, type LossOptions } from './loss.ts';
export * from './mean-absolute-error.ts';
export * from './mean-absolute-percentage-error.ts';
export * from './mean-squared-error.ts';
export * from './mean-squared-logarithmic-error.ts';
export * from './poisson.ts';
export type { Reduction } from './reduction.ts';
export type { SparseCategoricalCrossentropyArguments } from './sparse-categorical-arguments.ts';
export * from './sparse-categorical-crossentropy.ts';
export * from './squared-hinge.ts';
export * from './tversky.ts';
