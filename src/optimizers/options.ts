import {
  flag,
  fraction,
  integerFrom,
  nonNegativeNumber,
  optional,
  positiveInteger,
  positiveNumber,
} from '../support/check-values.ts';
import { ArgumentError, badArgument, checkOptions } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import type { LearningRateSchedule } from './schedules/learning-rate-schedule.ts';

/** What every optimizer takes. */
export interface OptimizerOptions {
  /** A number, or a schedule. Each optimizer has its own default. */
  readonly learningRate?: number | LearningRateSchedule;
  /** Each step shrinks the variables by this share times the learning rate. Default null: none. */
  readonly weightDecay?: number | null;
  /** Limit of the L2 norm of each variable's gradient. Default null: none. */
  readonly clipnorm?: number | null;
  /** Limit of the absolute value of each element of a gradient. Default null: none. */
  readonly clipvalue?: number | null;
  /** Limit of the L2 norm of all gradients together. Default null: none. */
  readonly globalClipnorm?: number | null;
  /** Keep an exponential moving average of the variables, to replace them at the end of training. Default false. */
  readonly useEma?: boolean;
  /** Share of the average that stays at each step. Default 0.99. */
  readonly emaMomentum?: number;
  /** Replace the variables by their averages every so many steps. Default null: only at the end. */
  readonly emaOverwriteFrequency?: number | null;
  /** The loss is multiplied by this before gradients are taken, and gradients divided by it. Default null: 1. */
  readonly lossScaleFactor?: number | null;
  /** Update the variables every so many steps, with the mean of the gradients since. Default null: each step. */
  readonly gradientAccumulationSteps?: number | null;
  /** Default: the class name in snake case, numbered. */
  readonly name?: string | null;
}

const NAMES = [
  'learningRate',
  'weightDecay',
  'clipnorm',
  'clipvalue',
  'globalClipnorm',
  'useEma',
  'emaMomentum',
  'emaOverwriteFrequency',
  'lossScaleFactor',
  'gradientAccumulationSteps',
  'name',
] as const;

/** The settings of every optimizer other than its learning rate and name, checked and with defaults. */
export interface OptimizerSettings {
  readonly weightDecay: number | null;
  readonly clipnorm: number | null;
  readonly clipvalue: number | null;
  readonly globalClipnorm: number | null;
  readonly useEma: boolean;
  readonly emaMomentum: number;
  readonly emaOverwriteFrequency: number | null;
  readonly lossScaleFactor: number | null;
  readonly gradientAccumulationSteps: number | null;
}

/**
 * @param ownOptions names of the options that only this optimizer has
 * @throws ArgumentError for unknown options, for values out of range, and for two ways of clipping at once
 */
export function checkedSettings(
  className: string,
  options: OptimizerOptions,
  ownOptions: readonly string[],
): OptimizerSettings {
  checkOptions(className, options, [...ownOptions, ...NAMES]);
  const settings = {
    weightDecay: optional(nonNegativeNumber, 'weightDecay', options.weightDecay),
    clipnorm: optional(positiveNumber, 'clipnorm', options.clipnorm),
    clipvalue: optional(positiveNumber, 'clipvalue', options.clipvalue),
    globalClipnorm: optional(positiveNumber, 'globalClipnorm', options.globalClipnorm),
    useEma: flag('useEma', options.useEma ?? false),
    emaMomentum: fraction('emaMomentum', options.emaMomentum ?? 0.99),
    emaOverwriteFrequency: optional(positiveInteger, 'emaOverwriteFrequency', options.emaOverwriteFrequency),
    lossScaleFactor: optional(positiveNumber, 'lossScaleFactor', options.lossScaleFactor),
    gradientAccumulationSteps: optional(integerFrom(2), 'gradientAccumulationSteps', options.gradientAccumulationSteps),
  };
  const clips = (['clipnorm', 'clipvalue', 'globalClipnorm'] as const).filter((name) => settings[name] !== null);
  if (clips.length > 1) {
    throw new ArgumentError(
      `At most one of \`clipnorm\`, \`clipvalue\` and \`globalClipnorm\` can be set. Received: ${clips.map((name) => `${name}=${settings[name]}`).join(', ')}`,
    );
  }
  if (options.name !== undefined && options.name !== null && typeof options.name !== 'string')
    throw badArgument('name', 'a string', options.name);
  return settings;
}

/** The settings in Keras's config. */
export function settingsConfig(settings: OptimizerSettings): Config {
  return {
    weight_decay: settings.weightDecay,
    clipnorm: settings.clipnorm,
    global_clipnorm: settings.globalClipnorm,
    clipvalue: settings.clipvalue,
    use_ema: settings.useEma,
    ema_momentum: settings.emaMomentum,
    ema_overwrite_frequency: settings.emaOverwriteFrequency,
    loss_scale_factor: settings.lossScaleFactor,
    gradient_accumulation_steps: settings.gradientAccumulationSteps,
  };
}
