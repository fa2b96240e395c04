import type { Constraint, ConstraintIdentifier } from '../../constraints/index.ts';
import * as constraints from '../../constraints/index.ts';
import type { Initializer, InitializerIdentifier } from '../../initializers/index.ts';
import * as initializers from '../../initializers/index.ts';
import type { Regularizer, RegularizerIdentifier } from '../../regularizers/index.ts';
import * as regularizers from '../../regularizers/index.ts';
import { flag } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import type { Shape } from '../../support/shape.ts';
import type { Variable } from '../../tensor/variable.ts';
import type { AddWeightOptions } from '../layer.ts';
import { optional } from '../serialize-member.ts';

/** Options of the scale and shift that follow a normalization. */
export interface AffineOptions {
  /** Whether beta is added. Default true. */
  center?: boolean;
  /** Whether gamma multiplies. Default true. */
  scale?: boolean;
  /** Default 'zeros'. */
  betaInitializer?: InitializerIdentifier;
  /** Default 'ones'. */
  gammaInitializer?: InitializerIdentifier;
  betaRegularizer?: RegularizerIdentifier | null;
  gammaRegularizer?: RegularizerIdentifier | null;
  betaConstraint?: ConstraintIdentifier | null;
  gammaConstraint?: ConstraintIdentifier | null;
}

export const affineOptionNames: readonly string[] = [
  'center',
  'scale',
  'betaInitializer',
  'gammaInitializer',
  'betaRegularizer',
  'gammaRegularizer',
  'betaConstraint',
  'gammaConstraint',
];

/** The scale gamma and the shift beta of a normalization layer. */
export class Affine {
  readonly center: boolean;
  readonly scale: boolean;
  readonly betaInitializer: Initializer;
  readonly gammaInitializer: Initializer;
  readonly betaRegularizer: Regularizer | null;
  readonly gammaRegularizer: Regularizer | null;
  readonly betaConstraint: Constraint | null;
  readonly gammaConstraint: Constraint | null;

  constructor(options: AffineOptions) {
    this.center = flag('center', options.center ?? true);
    this.scale = flag('scale', options.scale ?? true);
    this.betaInitializer = initializers.get(options.betaInitializer ?? 'zeros');
    this.gammaInitializer = initializers.get(options.gammaInitializer ?? 'ones');
    this.betaRegularizer = regularizers.get(options.betaRegularizer);
    this.gammaRegularizer = regularizers.get(options.gammaRegularizer);
    this.betaConstraint = constraints.get(options.betaConstraint);
    this.gammaConstraint = constraints.get(options.gammaConstraint);
  }

  /** Adds gamma, then beta, where there are such. */
  addWeights(
    addWeight: (options: AddWeightOptions) => Variable,
    shape: Shape,
  ): { gamma: Variable | null; beta: Variable | null } {
    const gamma = this.scale
      ? addWeight({
          name: 'gamma',
          shape,
          initializer: this.gammaInitializer,
          autocast: false,
          regularizer: this.gammaRegularizer,
          constraint: this.gammaConstraint,
        })
      : null;
    const beta = this.center
      ? addWeight({
          name: 'beta',
          shape,
          initializer: this.betaInitializer,
          autocast: false,
          regularizer: this.betaRegularizer,
          constraint: this.betaConstraint,
        })
      : null;
    return { gamma, beta };
  }

  flagsConfig(): Config {
    return { center: this.center, scale: this.scale };
  }

  initializersConfig(): Config {
    return {
      beta_initializer: initializers.serialize(this.betaInitializer),
      gamma_initializer: initializers.serialize(this.gammaInitializer),
    };
  }

  penaltiesConfig(): Config {
    return {
      beta_regularizer: optional(this.betaRegularizer, regularizers.serialize),
      gamma_regularizer: optional(this.gammaRegularizer, regularizers.serialize),
      beta_constraint: optional(this.betaConstraint, constraints.serialize),
      gamma_constraint: optional(this.gammaConstraint, constraints.serialize),
    };
  }
}
