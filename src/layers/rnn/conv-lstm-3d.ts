import type { PerAxis } from '../../ops/spatial.ts';
import { ConvLSTM, type ConvLSTMOptions } from './conv-lstm.ts';

/**
 * Convolutional LSTM (Shi et al. 2015) along a sequence of volumes: with * for the convolution over depth, height and width,
 * z = x * kernel + h₋₁ * recurrentKernel + bias, the gates i, f, o = sigmoid(z) and the candidate g = tanh(z),
 * c = f · c₋₁ + i · g and h = o · tanh(c). The kernels' blocks of filters are i, f, g, o; the recurrent convolution has
 * stride 1 and padding 'same'.
 *
 * @param filters the number of output channels, a positive integer
 * @param kernelSize the kernels' extents: one number for all or one each
 * @param options `strides`, `padding` ('valid' or 'same'), `dataFormat` and `dilationRate` of the input's convolution;
 *   `activation`, `recurrentActivation`, `useBias`, initializers, `unitForgetBias`, regularizers and constraints,
 *   `dropout`, `recurrentDropout`, `seed`; `returnSequences`, `returnState`, `goBackwards`, `stateful`
 * @returns applied to [batch, time, depth, height, width, channels]: the last output [batch, ...positions, filters], or all
 *   of them [batch, time, ...positions, filters] with `returnSequences`; with `returnState` a list of it and the last states h and
 *   c. `apply` takes `initialState` and `mask` [batch, time]
 * @throws ArgumentError when sizes aren't positive, strides and dilations are both above 1, or the spatial extents of
 *   the input aren't known
 * @see https://keras.io/api/layers/recurrent_layers/conv_lstm3d/ and https://arxiv.org/abs/1506.04214
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const layer = new layers.ConvLSTM3D(4, 3);
 * console.log(layer.apply(ops.ones([1, 3, 4, 4, 4, 1])).shape); // => [1, 2, 2, 2, 4]
 * ```
 */
export class ConvLSTM3D extends ConvLSTM {
  static override readonly className: string = 'ConvLSTM3D';

  constructor(filters: number, kernelSize: PerAxis, options: ConvLSTMOptions = {}) {
    super(3, filters, kernelSize, options);
  }
}
