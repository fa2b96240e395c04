import type { Config } from '../support/registry.ts';
import { type BinaryCrossentropyArguments, checkCrossentropyArguments } from './crossentropy-arguments.ts';
import { Loss, type LossOptions } from './loss.ts';

/** A crossentropy whose targets lie between 0 and 1, and so can be smoothed. */
export abstract class CrossentropyLoss extends Loss {
  readonly fromLogits: boolean;
  readonly labelSmoothing: number;
  readonly axis: number;

  /**
   * @param known the default name, and the names of the subclass's further options
   */
  constructor(
    options: LossOptions & BinaryCrossentropyArguments,
    known: { readonly name: string; readonly own?: readonly string[] },
  ) {
    super(options, { name: known.name, own: ['fromLogits', 'labelSmoothing', 'axis', ...(known.own ?? [])] });
    const { fromLogits, labelSmoothing, axis } = checkCrossentropyArguments(options);
    this.fromLogits = fromLogits;
    this.labelSmoothing = labelSmoothing;
    this.axis = axis;
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      from_logits: this.fromLogits,
      label_smoothing: this.labelSmoothing,
      axis: this.axis,
    };
  }
}
