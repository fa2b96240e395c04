import type { Constraint, ConstraintIdentifier } from '../../constraints/index.ts';
import * as constraints from '../../constraints/index.ts';
import type { Initializer, InitializerIdentifier } from '../../initializers/index.ts';
import * as initializers from '../../initializers/index.ts';
import type { Regularizer, RegularizerIdentifier } from '../../regularizers/index.ts';
import * as regularizers from '../../regularizers/index.ts';
import type { Config } from '../../support/registry.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { optional } from '../serialize-member.ts';

/** How the kernel and the bias of a layer begin, and what they cost and may be. */
export interface KernelOptions extends LayerOptions {
  /** Default 'glorot_uniform'. */
  kernelInitializer?: InitializerIdentifier;
  /** Default 'zeros'. */
  biasInitializer?: InitializerIdentifier;
  kernelRegularizer?: RegularizerIdentifier | null;
  biasRegularizer?: RegularizerIdentifier | null;
  kernelConstraint?: ConstraintIdentifier | null;
  biasConstraint?: ConstraintIdentifier | null;
}

const optionNames = [
  'kernelInitializer',
  'biasInitializer',
  'kernelRegularizer',
  'biasRegularizer',
  'kernelConstraint',
  'biasConstraint',
];

/** A layer with a kernel and a bias, or with inner layers that have them. */
export abstract class KernelLayer extends Layer {
  readonly kernelInitializer: Initializer;
  readonly biasInitializer: Initializer;
  readonly kernelRegularizer: Regularizer | null;
  readonly biasRegularizer: Regularizer | null;
  readonly kernelConstraint: Constraint | null;
  readonly biasConstraint: Constraint | null;

  constructor(options: KernelOptions, ownOptions: readonly string[]) {
    super(options, [...ownOptions, ...optionNames]);
    this.kernelInitializer = initializers.get(options.kernelInitializer ?? 'glorot_uniform');
    this.biasInitializer = initializers.get(options.biasInitializer ?? 'zeros');
    this.kernelRegularizer = regularizers.get(options.kernelRegularizer);
    this.biasRegularizer = regularizers.get(options.biasRegularizer);
    this.kernelConstraint = constraints.get(options.kernelConstraint);
    this.biasConstraint = constraints.get(options.biasConstraint);
  }

  /** @internal The part of the config that these options make. */
  protected kernelConfig(): Config {
    return {
      kernel_initializer: initializers.serialize(this.kernelInitializer),
      bias_initializer: initializers.serialize(this.biasInitializer),
      kernel_regularizer: optional(this.kernelRegularizer, regularizers.serialize),
      bias_regularizer: optional(this.biasRegularizer, regularizers.serialize),
      kernel_constraint: optional(this.kernelConstraint, constraints.serialize),
      bias_constraint: optional(this.biasConstraint, constraints.serialize),
    };
  }
}
