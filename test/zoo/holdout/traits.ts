import { part, type Recipe } from './recipe.ts';

/** What a recipe is like, and initial weights by their size. */
export const dense = ({ source }: Recipe): boolean => source.needs !== 'image' && source.needs !== 'memory';
export const classifies = ({ source: { spec } }: Recipe): boolean =>
  spec.task === 'multiclass' || spec.task === 'binary';
export const regression = ({ source: { spec } }: Recipe): boolean => spec.task === 'regression';
export const rateOf = (recipe: Recipe): number => Number(recipe.optimizer.config.learning_rate);
export const normal = (stddev: number) => part('RandomNormal', { stddev, mean: 0 });
export const uniform = (limit: number) => part('RandomUniform', { minval: -limit, maxval: limit });
export const scaled = (scale: number) =>
  part('VarianceScaling', { scale, mode: 'fan_in', distribution: 'truncated_normal' });
