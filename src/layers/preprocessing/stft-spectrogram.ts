import { STFT, type STFTOptions } from '../../initializers/index.ts';
import { add, maximum, square } from '../../ops/arithmetic.ts';
import { conv } from '../../ops/convolution.ts';
import { log, sqrt } from '../../ops/exponential.ts';
import { concatenate } from '../../ops/joining.ts';
import { pad } from '../../ops/padding.ts';
import { reshape, transpose } from '../../ops/shape.ts';
import { slice } from '../../ops/slicing.ts';
import { arctan2 } from '../../ops/trigonometric.ts';
import { flag, oneOf, optional, positiveInteger } from '../../support/check-values.ts';
import { epsilon } from '../../support/epsilon.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { builtWeight } from '../built-weight.ts';
import { InputSpec } from '../input-spec.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { type DataFormat, dataFormatOption } from '../option-checks.ts';

const modes = ['log', 'magnitude', 'psd', 'real', 'imag', 'angle', 'stft'] as const;

export interface STFTSpectrogramOptions extends LayerOptions {
  /** 'log' (default), 'magnitude', 'psd' (power), 'real', 'imag', 'angle' or 'stft' (real and imaginary parts). */
  mode?: (typeof modes)[number];
  /** The length of a frame, in samples. Default 256. */
  frameLength?: number;
  /** From one frame to the next. Default half of frameLength. */
  frameStep?: number | null;
  /** The length of the transform. Default the next power of two from frameLength on. */
  fftLength?: number | null;
  /** A window by name, its values, or none (null). Default 'hann'. */
  window?: STFTOptions['window'];
  /** Whether the window is periodic rather than symmetric. Default false. */
  periodic?: boolean;
  /** 'density' (default), 'spectrum' or null: what the window is divided by. */
  scaling?: STFTOptions['scaling'];
  /** 'valid' (default) or 'same'. */
  padding?: 'valid' | 'same';
  /** Whether frequencies and channels get axes of their own. Default false. */
  expandDims?: boolean;
  /** Where the channels are. Default 'channels_last'. */
  dataFormat?: DataFormat | null;
}

const optionNames = [
  'mode',
  'frameLength',
  'frameStep',
  'fftLength',
  'window',
  'periodic',
  'scaling',
  'padding',
  'expandDims',
  'dataFormat',
];

/**
 * Spectrograms of signals: the short-time Fourier transform as a convolution, whose kernels can be trained.
 *
 * @param options `mode`, `frameLength`, `frameStep`, `fftLength`, `window`, `periodic`, `scaling`, `padding`,
 *   `expandDims`, `dataFormat`
 * @returns applied to [batch, time, channels]: [batch, frames, frequencies · channels], or with `expandDims` [batch,
 *   frames, frequencies, channels]; 'channels_first' has channels and frequencies before the frames
 * @throws ArgumentError when frameStep or fftLength doesn't fit frameLength
 * @see https://keras.io/api/layers/preprocessing_layers/audio_preprocessing/stft_spectrogram/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const layer = new layers.STFTSpectrogram({ frameLength: 16, frameStep: 8 });
 * console.log(layer.apply(ops.ones([1, 64, 1])).shape); // => [1, 7, 9]
 * ```
 */
export class STFTSpectrogram extends Layer {
  static override readonly className: string = 'STFTSpectrogram';
  readonly mode: (typeof modes)[number];
  readonly frameLength: number;
  readonly frameStep: number | null;
  readonly fftLength: number | null;
  readonly window: STFTOptions['window'];
  readonly periodic: boolean;
  readonly scaling: STFTOptions['scaling'];
  readonly padding: 'valid' | 'same';
  readonly expandDims: boolean;
  readonly dataFormat: DataFormat;
  #real: Variable | undefined;
  #imag: Variable | undefined;

  constructor(options: STFTSpectrogramOptions = {}) {
    super(options, optionNames);
    this.mode = oneOf('mode', options.mode ?? 'log', modes);
    this.frameLength = positiveInteger('frameLength', options.frameLength ?? 256);
    this.frameStep = optional(positiveInteger, 'frameStep', options.frameStep);
    if (this.frameStep !== null && this.frameStep > this.frameLength)
      throw badArgument('frameStep', `at most frameLength (${this.frameLength})`, options.frameStep);
    this.fftLength = optional(positiveInteger, 'fftLength', options.fftLength);
    if (this.fftLength !== null && this.fftLength < this.frameLength)
      throw badArgument('fftLength', `at least frameLength (${this.frameLength})`, options.fftLength);
    this.window = options.window === undefined ? 'hann' : options.window;
    this.periodic = flag('periodic', options.periodic ?? false);
    this.scaling = options.scaling === undefined ? 'density' : options.scaling;
    this.#kernelOf('real');
    this.padding = oneOf('padding', options.padding ?? 'valid', ['valid', 'same'] as const);
    this.expandDims = flag('expandDims', options.expandDims ?? false);
    this.dataFormat = dataFormatOption(options.dataFormat);
    this.inputSpec = new InputSpec({ ndim: 3 });
  }

  /** The initializer of one kernel, which checks window and scaling. */
  #kernelOf(side: 'real' | 'imag'): STFT {
    const { window = null, scaling = null, periodic } = this;
    return new STFT({ side, window, scaling, periodic });
  }

  get #frequencies(): number {
    const length = this.fftLength ?? 2 ** Math.ceil(Math.log2(this.frameLength));
    return Math.floor(length / 2) + 1;
  }

  override build(_inputShape: PartialShape): void {
    const shape = [this.frameLength, 1, this.#frequencies];
    const kernel = (name: string, side: 'real' | 'imag') =>
      this.addWeight({ name, shape, initializer: this.#kernelOf(side) });
    if (this.mode !== 'imag') this.#real = kernel('real_kernel', 'real');
    if (this.mode !== 'real') this.#imag = kernel('imag_kernel', 'imag');
  }

  /** Each channel for itself: [batch, channels, frequencies, frames]. */
  #transform(inputs: Tensor, kernel: Variable): Tensor {
    const last = this.dataFormat === 'channels_last';
    const signals = last ? transpose(inputs, [0, 2, 1]) : inputs;
    const [, channels = 1, time = 0] = signals.shape;
    const frames = conv(reshape(signals, [-1, time, 1]), kernel, {
      padding: this.padding,
      strides: this.frameStep ?? Math.max(1, Math.floor(this.frameLength / 2)),
      dataFormat: 'channels_last',
    });
    const [, count = 0, frequencies = 0] = frames.shape;
    return reshape(transpose(frames, [0, 2, 1]), [-1, channels, frequencies, count]);
  }

  /** [batch, channels, frequencies, frames] in the layout that was asked for. */
  #arranged(x: Tensor): Tensor {
    const [, channels = 1, frequencies = 0, frames = 0] = x.shape;
    const last = this.dataFormat === 'channels_last';
    if (this.expandDims) return transpose(x, last ? [0, 3, 2, 1] : [0, 1, 3, 2]);
    const flat = reshape(x, [-1, channels * frequencies, frames]);
    return last ? transpose(flat, [0, 2, 1]) : flat;
  }

  override call(inputs: Tensor): Tensor {
    const side = (weight: Variable | undefined, name: string) =>
      this.#transform(inputs, builtWeight(weight, name, this.name));
    if (this.mode === 'real') return this.#arranged(side(this.#real, 'real_kernel'));
    const imag = side(this.#imag, 'imag_kernel');
    if (this.mode === 'imag') return this.#arranged(imag);
    const real = side(this.#real, 'real_kernel');
    if (this.mode === 'angle') return this.#arranged(arctan2(imag, real));
    if (this.mode === 'stft') return this.#arranged(concatenate([real, imag], { axis: 2 }));
    const power = add(square(real), square(imag));
    if (this.mode === 'psd') return this.#arranged(add(power, inner(power)));
    const magnitude = this.#arranged(sqrt(maximum(power, epsilon())));
    return this.mode === 'magnitude' ? magnitude : log(maximum(magnitude, epsilon()));
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      mode: this.mode,
      frame_length: this.frameLength,
      frame_step: this.frameStep,
      fft_length: this.fftLength,
      window: this.window,
      periodic: this.periodic,
      scaling: this.scaling,
      padding: this.padding,
      data_format: this.dataFormat,
      expand_dims: this.expandDims,
    };
  }
}

/** The power of all frequencies but the first and the last, which have no mirror image to count. */
function inner(power: Tensor): Tensor {
  const [batch = 0, channels = 0, frequencies = 0, frames = 0] = power.shape;
  if (frequencies <= 2) return power;
  const cut = slice(power, [0, 0, 1, 0], [batch, channels, frequencies - 2, frames]);
  return pad(cut, [
    [0, 0],
    [0, 0],
    [1, 1],
    [0, 0],
  ]);
}
