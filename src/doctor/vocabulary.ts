/** What can be wrong with a training: each cause with a name a person reads, and whether changing settings can mend it. */
export const causes = {
  init_too_small: { title: 'Initial weights too small', repairable: true },
  init_too_large: { title: 'Initial weights too large', repairable: true },
  init_symmetric: { title: 'Initial weights all alike', repairable: true },
  bias_init: { title: 'Initial biases switch units off', repairable: true },
  activation_saturating_deep: { title: 'Activation shrinks the gradient in every layer', repairable: true },
  activation_unbounded: { title: 'Activation grows without bound', repairable: true },
  activation_missing: { title: 'Hidden layers without a nonlinearity', repairable: true },
  lr_too_high: { title: 'Learning rate too high', repairable: true },
  lr_too_low: { title: 'Learning rate too low', repairable: true },
  optimizer_setting: { title: 'Optimizer setting makes steps useless', repairable: true },
  output_activation_missing: { title: 'Output activation missing', repairable: true },
  output_activation_wrong: { title: 'Output activation does not fit', repairable: true },
  loss_wrong: { title: 'Loss does not fit the task', repairable: true },
  input_unscaled: { title: 'Inputs on the wrong scale', repairable: true },
  non_finite_data: { title: 'Data that are no numbers', repairable: false },
  labels_corrupted: { title: 'Labels have no relation to the inputs', repairable: false },
  labels_out_of_range: { title: 'Labels that the loss does not know', repairable: false },
  labels_constant: { title: 'Labels are all the same', repairable: false },
  target_unscaled: { title: 'Targets out of reach', repairable: false },
  class_missing: { title: 'Classes without training samples', repairable: false },
  nothing_trainable: { title: 'Every layer is frozen', repairable: true },
  clipping_missing: { title: 'Rare large gradients are not clipped', repairable: true },
  regularization_too_strong: { title: 'Penalty outweighs the task', repairable: true },
  dropout_too_high: { title: 'Dropout too high', repairable: true },
  batchnorm_statistics: { title: 'Batch normalization statistics useless', repairable: true },
  batch_too_small: { title: 'Batch too small for the step size', repairable: true },
  too_few_epochs: { title: 'Training too short', repairable: true },
  capacity_too_small: { title: 'A layer too narrow', repairable: true },
  overfitting: { title: 'Overfitting', repairable: true },
  leakage: { title: 'Validation rows also in the training data', repairable: false },
  constant_features: { title: 'Features that never change', repairable: false },
  class_imbalance: { title: 'Very unequal classes', repairable: true },
  bias_before_normalization: { title: 'Bias before a normalization', repairable: true },
  selu_conditions: { title: "SELU's conditions not met", repairable: true },
  no_shortcuts: { title: 'Very deep without shortcuts', repairable: true },
  initial_loss: { title: 'Initial loss off its expectation', repairable: true },
} as const satisfies Record<string, { readonly title: string; readonly repairable: boolean }>;

/** A cause of a training's failure. */
export type Cause = keyof typeof causes;

/** What can be seen or measured of a failure. */
export type Symptom =
  | 'vanishing_gradient'
  | 'exploding_gradient'
  | 'vanishing_activations'
  | 'exploding_activations'
  | 'dead_units'
  | 'saturated_units'
  | 'symmetric_units'
  | 'zero_gradient'
  | 'non_finite'
  | 'diverging_loss'
  | 'oscillating_loss'
  | 'plateau'
  | 'tiny_updates'
  | 'huge_updates'
  | 'initial_loss_off'
  | 'invalid_output'
  | 'constant_output'
  | 'unscaled_input'
  | 'train_eval_gap'
  | 'overfitting'
  | 'unfinished_learning'
  | 'penalty_dominates'
  | 'linear_model'
  | 'single_class_labels'
  | 'unreachable_targets'
  | 'unlearnable_labels';

/** How bad: a remark that needs no action; something that costs accuracy; something that keeps the net from learning. */
export type Severity = 'note' | 'warning' | 'fault';

export const severities: readonly Severity[] = ['note', 'warning', 'fault'];
