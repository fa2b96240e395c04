import { DataError } from '../data-error.ts';
import type { Sound } from './decode-wav.ts';

/** Zero crossings of the kernel on each side, and the share of the band that is kept. */
const CROSSINGS = 6;
const ROLLOFF = 0.99;

/** Those of three hours of music. */
const MAX_SAMPLES = 2 ** 30;

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/**
 * The same sound with another number of samples in a second: each new sample is the sum of the old ones around it,
 * weighted by sinc(f t) within a Hann window, where f is just below the lower of both rates, so that nothing folds back.
 *
 * @throws DataError when it would have more than 2^30 samples
 *
 * Source: Smith, J. O., Digital audio resampling, https://ccrma.stanford.edu/~jos/resample/
 */
export function resample(sound: Sound, samplingRate: number): Sound {
  if (sound.samplingRate === samplingRate) return sound;
  const [length, channels] = sound.shape;
  const step = sound.samplingRate / samplingRate;
  const count = Math.ceil(length / step);
  // A header may claim any rate: a small file would become a sound of days.
  if (count * channels > MAX_SAMPLES)
    throw new DataError(
      `A sound at ${sound.samplingRate} samples in a second cannot be converted to ${samplingRate}: it would have ${count * channels} samples.`,
    );
  const band = ROLLOFF * Math.min(1, 1 / step);
  const reach = CROSSINGS / band;
  const data = new Float32Array(count * channels);
  for (let i = 0; i < count; i++) {
    const center = i * step;
    const last = Math.min(length - 1, Math.floor(center + reach));
    for (let k = Math.max(0, Math.ceil(center - reach)); k <= last; k++) {
      const t = k - center;
      const weight = band * sinc(band * t) * Math.cos((Math.PI * t) / (2 * reach)) ** 2;
      for (let c = 0; c < channels; c++)
        data[i * channels + c] = (data[i * channels + c] ?? 0) + weight * (sound.data[k * channels + c] ?? 0);
    }
  }
  return { data, shape: [count, channels], samplingRate };
}
