import { StateError } from '../support/errors.ts';
import type { CallbackModel, CallbackOptimizer } from './callback-model.ts';

/** The optimizer of a model that is being trained. */
export function optimizerOf(model: CallbackModel, callback: string): CallbackOptimizer {
  if (model.optimizer === null) {
    throw new StateError(`${callback} changes the optimizer's learning rate. Received: a model without an optimizer`);
  }
  return model.optimizer;
}
