import { expect, test } from 'vitest';
import { camelCase, snakeCase } from './case.ts';

test.each([
  ['Dense', 'dense'],
  ['BatchNormalization', 'batch_normalization'],
  ['PReLU', 'p_re_lu'],
  ['ReLU', 're_lu'],
  ['ELU', 'elu'],
  ['LSTM', 'lstm'],
  ['Conv2D', 'conv2d'],
  ['Conv2DTranspose', 'conv2d_transpose'],
  ['ConvLSTM2D', 'conv_lstm2d'],
  ['GlobalAveragePooling1D', 'global_average_pooling1d'],
  ['AdamW', 'adam_w'],
  ['RMSprop', 'rm_sprop'],
  ['already_snake', 'already_snake'],
  ['With Spaces!', 'with_spaces'],
])("Keras's automatic name of %s", (name, snake) => expect(snakeCase(name)).toBe(snake));

test.each([
  ['kernel_initializer', 'kernelInitializer'],
  ['beta_1', 'beta1'],
  ['use_bias', 'useBias'],
  ['units', 'units'],
  ['from_logits', 'fromLogits'],
  ['alreadyCamel', 'alreadyCamel'],
  ['_private', '_private'],
  ['double__underscore', 'doubleUnderscore'],
])('the option of the config key %s', (key, option) => expect(camelCase(key)).toBe(option));
