import type { PerAxis } from '../../ops/spatial.ts';
import { ConvLSTM, type ConvLSTMOptions } from './conv-lstm.ts';

/**
 * Convolutional LSTM (Shi et al. 2015) along a sequence of signals: with * for the convolution over steps,
 * z = x * kernel + h₋₁ * recurrentKernel + bias, the gates i, f, o = sigmoid(z) and the candidate g = tanh(z),
 * c = f · c₋₁ + i · g and h = o · tanh(c). The kernels' blocks of filters are i, f, g, o; the recurrent convolution has
 * stride 1 and padding 'same'.
 *
 * @param filters the number of output channels, a positive integer
 * @param kernelSize the kernels' extents: one number
 * @param options `strides`, `padding` ('valid' or 'same'), `dataFormat` and `dilationRate` of the input's convolution;
 *   `activation`, `recurrentActivation`, `useBias`, initializers, `unitForgetBias`, regularizers and constraints,
 *   `dropout`, `recurrentDropout`, `seed`; `returnSequences`, `returnState`, `goBackwards`, `stateful`
 * @returns applied to [batch, time, steps, channels]: the last output [batch, ...positions, filters], or all
 *   of them [batch, time, ...positions, filters] with `returnSequences`; with `returnState` a list of it and the last states h and
 *   c. `apply` takes `initialState` and `mask` [batch, time]
 * @throws ArgumentError when sizes aren't positive, strides and dilations are both above 1, or the spatial extents of
 *   the input aren't known
 * @see https://keras.io/api/layers/recurrent_layers/conv_lstm1d/ and https://arxiv.org/abs/1506.04214
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const layer = new layers.ConvLSTM1D(4, 3);
 * console.log(layer.apply(ops.ones([2, 5, 8, 3])).shape); // => [2, 6, 4]
 * ```
 */
export class ConvLSTM1D extends ConvLSTM {
  static override readonly className: string = 'ConvLSTM1D';

  constructor(filters: number, kernelSize: PerAxis, options: ConvLSTMOptions = {}) {
    super(1, filters, kernelSize, options);
  }
}
