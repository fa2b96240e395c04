import { add, maximum, multiply, square, subtract } from '../../ops/arithmetic.ts';
import { swapaxes } from '../../ops/axis-order.ts';
import { cast } from '../../ops/core.ts';
import { log10, sqrt } from '../../ops/exponential.ts';
import { max } from '../../ops/extremes.ts';
import { matmul } from '../../ops/matrix-product.ts';
import { power } from '../../ops/power.ts';
import { reshape } from '../../ops/shape.ts';
import { type StftWindow, stft } from '../../ops/short-time-fourier.ts';
import { flag, optional, positiveInteger, positiveNumber } from '../../support/check-values.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';

export interface MelSpectrogramOptions extends LayerOptions {
  /** The length of the transform. Default 2048. */
  fftLength?: number;
  /** From one frame to the next, in samples. Default 512. */
  sequenceStride?: number;
  /** The length of a frame, in samples. Default fftLength. */
  sequenceLength?: number | null;
  /** 'hann' (default), 'hamming', or the window's values. */
  window?: Extract<StftWindow, string> | readonly number[] | null;
  /** Samples per second. Default 16000. */
  samplingRate?: number;
  /** The number of bands. Default 128. */
  numMelBins?: number;
  /** The lowest frequency, in Hz. Default 20. */
  minFreq?: number;
  /** The highest frequency, in Hz. Default half of samplingRate. */
  maxFreq?: number | null;
  /** Whether powers are given in decibels. Default true. */
  powerToDb?: boolean;
  /** How many decibels below the highest power lower ones are cut off. Default 80. */
  topDb?: number;
  /** The exponent of magnitudes: 2 (default) for power, 1 for energy. */
  magExp?: number;
  /** The least power that is told from 0. Default 1e-10. */
  minPower?: number;
  /** The power of 0 decibels. Default 1. */
  refPower?: number;
}

const optionNames = [
  'fftLength',
  'sequenceStride',
  'sequenceLength',
  'window',
  'samplingRate',
  'numMelBins',
  'minFreq',
  'maxFreq',
  'powerToDb',
  'topDb',
  'magExp',
  'minPower',
  'refPower',
];

const f = Math.fround;

/** Hertz to mel, as the Hidden Markov Model Toolkit has it, in float32. */
const melOf = (hertz: number): number => f(f(1127) * f(Math.log(f(1 + f(hertz / 700)))));

/** Evenly spaced float32 numbers, rounded as Keras on JAX rounds them. */
function spaced(from: number, to: number, count: number): number[] {
  const at = (i: number) => {
    const share = f(i / (count - 1));
    return f(f(f(from) * f(1 - share)) + f(f(to) * share));
  };
  return Array.from({ length: count }, (_, i) => (i === count - 1 ? f(to) : at(i)));
}

/**
 * The weights of frequencies [frequencies, bands]: triangles of height 1 between equally spaced places in mel. In
 * float32 throughout, since differences of rounded places are what the heights are made of.
 */
export function melWeights(
  bands: number,
  frequencies: number,
  samplingRate: number,
  lowest: number,
  highest: number,
): Float32Array {
  const edges = spaced(melOf(f(lowest)), melOf(f(highest)), bands + 2);
  const places = spaced(0, f(samplingRate / 2), frequencies).map(melOf);
  const weights = new Float32Array(frequencies * bands);
  // The constant part of a signal belongs to no band.
  places.slice(1).forEach((mel, i) => {
    for (let band = 0; band < bands; band++) {
      const [left = 0, center = 0, right = 0] = edges.slice(band, band + 3);
      const rising = f(f(mel - left) / f(center - left));
      const falling = f(f(right - mel) / f(right - center));
      weights[(i + 1) * bands + band] = Math.max(0, Math.min(rising, falling));
    }
  });
  return weights;
}

/**
 * Mel spectrograms of signals: how strong each band of frequencies is over time, the bands equally wide to the ear.
 *
 * @param options `fftLength`, `sequenceStride`, `sequenceLength`, `window`, `samplingRate`, `numMelBins`, `minFreq`,
 *   `maxFreq`, `powerToDb`, `topDb`, `magExp`, `minPower`, `refPower`
 * @returns applied to signals [..., time]: [..., numMelBins, frames]
 * @throws ArgumentError when sequenceLength is above fftLength
 * @see https://keras.io/api/layers/preprocessing_layers/audio_preprocessing/mel_spectrogram/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const layer = new layers.MelSpectrogram({ fftLength: 16, sequenceStride: 8, numMelBins: 4, samplingRate: 100 });
 * console.log(layer.apply(ops.ones([2, 64])).shape); // => [2, 4, 9]
 * ```
 */
export class MelSpectrogram extends Layer {
  static override readonly className: string = 'MelSpectrogram';
  readonly fftLength: number;
  readonly sequenceStride: number;
  readonly sequenceLength: number;
  readonly window: Extract<StftWindow, string> | readonly number[] | null;
  readonly samplingRate: number;
  readonly numMelBins: number;
  readonly minFreq: number;
  readonly maxFreq: number;
  readonly powerToDb: boolean;
  readonly topDb: number;
  readonly magExp: number;
  readonly minPower: number;
  readonly refPower: number;

  constructor(options: MelSpectrogramOptions = {}) {
    super(options, optionNames);
    this.fftLength = positiveInteger('fftLength', options.fftLength ?? 2048);
    this.sequenceStride = positiveInteger('sequenceStride', options.sequenceStride ?? 512);
    this.sequenceLength = optional(positiveInteger, 'sequenceLength', options.sequenceLength) ?? this.fftLength;
    if (this.sequenceLength > this.fftLength)
      throw badArgument('sequenceLength', `at most fftLength (${this.fftLength})`, options.sequenceLength);
    this.window = options.window === undefined ? 'hann' : options.window;
    this.samplingRate = positiveNumber('samplingRate', options.samplingRate ?? 16000);
    this.numMelBins = positiveInteger('numMelBins', options.numMelBins ?? 128);
    this.minFreq = positiveNumber('minFreq', options.minFreq ?? 20);
    this.maxFreq = optional(positiveNumber, 'maxFreq', options.maxFreq) ?? Math.trunc(this.samplingRate / 2);
    if (this.maxFreq <= this.minFreq) throw badArgument('maxFreq', `above minFreq (${this.minFreq})`, options.maxFreq);
    this.powerToDb = flag('powerToDb', options.powerToDb ?? true);
    this.topDb = positiveNumber('topDb', options.topDb ?? 80);
    this.magExp = positiveNumber('magExp', options.magExp ?? 2);
    this.minPower = positiveNumber('minPower', options.minPower ?? 1e-10);
    this.refPower = positiveNumber('refPower', options.refPower ?? 1);
    this.built = true;
  }

  #decibels(powers: Tensor): Tensor {
    const reference = 10 * Math.log10(Math.max(Math.abs(this.refPower), this.minPower));
    const level = subtract(multiply(10, log10(maximum(powers, this.minPower))), reference);
    return maximum(level, subtract(max(level), this.topDb));
  }

  override call(inputs: Tensor): Tensor {
    const { window } = this;
    const [real, imag] = stft(cast(inputs, 'float32'), this.sequenceLength, this.sequenceStride, this.fftLength, {
      window: window === null || typeof window === 'string' ? window : Float32Array.from(window),
      center: true,
    });
    const magnitude = sqrt(add(square(real), square(imag)));
    const frequencies = Math.floor(this.fftLength / 2) + 1;
    const weights = melWeights(this.numMelBins, frequencies, this.samplingRate, this.minFreq, this.maxFreq);
    const bands = matmul(power(magnitude, this.magExp), reshape(weights, [frequencies, this.numMelBins]));
    return swapaxes(this.powerToDb ? this.#decibels(bands) : bands, -1, -2);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      fft_length: this.fftLength,
      sequence_stride: this.sequenceStride,
      sequence_length: this.sequenceLength,
      window: this.window,
      sampling_rate: this.samplingRate,
      num_mel_bins: this.numMelBins,
      min_freq: this.minFreq,
      max_freq: this.maxFreq,
      power_to_db: this.powerToDb,
      top_db: this.topDb,
      mag_exp: this.magExp,
      min_power: this.minPower,
      ref_power: this.refPower,
    };
  }
}
