import type { Constraint, ConstraintIdentifier } from '../../constraints/index.ts';
import * as constraints from '../../constraints/index.ts';
import type { Initializer, InitializerIdentifier } from '../../initializers/index.ts';
import * as initializers from '../../initializers/index.ts';
import type { Regularizer, RegularizerIdentifier } from '../../regularizers/index.ts';
import * as regularizers from '../../regularizers/index.ts';
import type { Config } from '../../support/registry.ts';
import { optional } from '../serialize-member.ts';

/** How a weight starts and what keeps it in check. */
export interface WeightSettings {
  readonly initializer: Initializer;
  readonly regularizer: Regularizer | null;
  readonly constraint: Constraint | null;
}

export function weightSettings(
  initializer: InitializerIdentifier,
  regularizer: RegularizerIdentifier | null | undefined,
  constraint: ConstraintIdentifier | null | undefined,
): WeightSettings {
  return {
    initializer: initializers.get(initializer),
    regularizer: regularizers.get(regularizer),
    constraint: constraints.get(constraint),
  };
}

/** The three config entries of a weight: `kernel_initializer` and so on. */
export const weightConfig = (prefix: string, settings: WeightSettings): Config => ({
  [`${prefix}_initializer`]: initializers.serialize(settings.initializer),
  [`${prefix}_regularizer`]: optional(settings.regularizer, regularizers.serialize),
  [`${prefix}_constraint`]: optional(settings.constraint, constraints.serialize),
});
