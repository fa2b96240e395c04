import { checkOptions } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import { type FanMode, type FanOptions, type VarianceDistribution, VarianceScaling } from './variance-scaling.ts';

/** A VarianceScaling whose scale, mode and distribution are fixed. */
export abstract class FixedVarianceScaling extends VarianceScaling {
  constructor(
    where: string,
    options: FanOptions,
    fixed: { scale: number; mode: FanMode; distribution: VarianceDistribution },
  ) {
    checkOptions(where, options, ['seed', 'inputAxes', 'outputAxes']);
    super({ ...options, ...fixed });
  }

  override getConfig(): Config {
    return this.fanConfig();
  }
}
