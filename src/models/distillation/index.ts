/** keras.distillation: a small model learns from a large one. */

import { registerClasses } from '../../support/registry.ts';
import { Distiller } from './distiller.ts';
import { FeatureDistillation } from './feature-distillation.ts';
import { LogitsDistillation } from './logits-distillation.ts';

registerClasses('keras.distillation', [Distiller, FeatureDistillation, LogitsDistillation]);

export { DistillationLoss, type DistillationLosses } from './distillation-loss.ts';
export { Distiller, type DistillerOptions } from './distiller.ts';
export { FeatureDistillation, type FeatureDistillationOptions } from './feature-distillation.ts';
export { LogitsDistillation, type LogitsDistillationOptions } from './logits-distillation.ts';
