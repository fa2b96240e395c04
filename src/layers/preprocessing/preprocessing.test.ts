import { describe, expect, test } from 'vitest';
import { ones } from '../../ops/creation.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Dropout } from '../regularization/dropout.ts';
import { CategoryEncoding } from './category-encoding.ts';
import { Discretization } from './discretization.ts';
import { MelSpectrogram } from './mel-spectrogram.ts';
import { Pipeline } from './pipeline.ts';
import { Rescaling } from './rescaling.ts';
import { STFTSpectrogram } from './stft-spectrogram.ts';

const values = (x: Tensor) => x.array();

test('Rescaling: one scale, or one for each channel', async () => {
  expect(await values(new Rescaling([1, 2], { offset: [0, 1] }).apply([[1, 1]]))).toEqual([[1, 3]]);
  expect(new Rescaling(2).apply(new Int32Array([1])).dtype).toBe('float32');
  expect(() => new Rescaling('x' as unknown as number)).toThrow('`scale` must be a number or a list of numbers');
});

describe('CategoryEncoding', () => {
  test('one place for each category', async () => {
    const encode = (outputMode: 'one_hot' | 'multi_hot' | 'count') =>
      new CategoryEncoding({ numTokens: 3, outputMode });
    expect(await values(encode('one_hot').apply([[0], [2]]))).toEqual([
      [1, 0, 0],
      [0, 0, 1],
    ]);
    expect(await values(encode('multi_hot').apply([[1, 1, 2]]))).toEqual([[0, 1, 1]]);
    expect(await values(encode('count').apply([[1, 1, 2]]))).toEqual([[0, 2, 1]]);
    expect(await values(encode('count').apply([[1, 1, 2]], { countWeights: [[1, 0.5, 3]] }))).toEqual([[0, 1.5, 3]]);
  });

  test('wrong input is refused by name', () => {
    expect(() => new CategoryEncoding()).toThrow('`numTokens` must be the number of categories');
    expect(() => new CategoryEncoding({ numTokens: 3 }).apply([[1]], { countWeights: [[1]] })).toThrow(
      '`countWeights`',
    );
    expect(() => new CategoryEncoding({ numTokens: 3, sparse: true as unknown as false })).toThrow('`sparse` must be');
  });
});

describe('Discretization', () => {
  test('adapts to data: bins hold equal shares', async () => {
    const layer = new Discretization({ numBins: 4, epsilon: 0.001 });
    const data = Float32Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1000);
    await layer.adapt([data.slice(0, 400), data.slice(400)].map((part) => part));
    expect(layer.binBoundaries?.map((x) => Math.round(x / 50) * 50)).toEqual([250, 500, 750]);
    expect(await values(layer.apply([[-1, 300, 5000]]))).toEqual([[0, 1, 3]]);
    const config = JSON.parse(JSON.stringify(layer.getConfig()));
    const copy = Discretization.fromConfig(config);
    expect(copy.getConfig()).toEqual(config);
  });

  test('wrong input is refused by name', async () => {
    expect(() => new Discretization()).toThrow('Give `binBoundaries`, or `numBins`');
    expect(() => new Discretization({ binBoundaries: [1, 0] })).toThrow('`binBoundaries` must be');
    expect(() => new Discretization({ numBins: 3 }).apply([1])).toThrow('has no boundaries yet');
    await expect(new Discretization({ binBoundaries: [1] }).adapt([1])).rejects.toThrow('`numBins` must be given');
  });
});

test('Pipeline runs its layers in training mode unless told otherwise', async () => {
  const pipeline = new Pipeline([new Rescaling(2), new Dropout(0.5, { seed: 1 })]);
  const x = ones([1, 20]);
  expect(new Set(await pipeline.apply(x).data())).toEqual(new Set([0, 4]));
  expect(new Set(await pipeline.apply(x, { training: false }).data())).toEqual(new Set([2]));
  expect(() => new Pipeline([1 as never])).toThrow('`layers` must be a list of layers');
});

describe('STFTSpectrogram', () => {
  test.each([
    ['channels_last', false, [2, 7, 18]],
    ['channels_last', true, [2, 7, 9, 2]],
    ['channels_first', false, [2, 18, 7]],
    ['channels_first', true, [2, 2, 7, 9]],
  ] as const)('%s, expandDims %s', (dataFormat, expandDims, shape) => {
    const x = ones(dataFormat === 'channels_last' ? [2, 64, 2] : [2, 2, 64]);
    for (const mode of ['log', 'psd', 'angle', 'real', 'imag'] as const) {
      const layer = new STFTSpectrogram({ mode, frameLength: 16, frameStep: 8, dataFormat, expandDims });
      expect(layer.apply(x).shape).toEqual(shape);
    }
  });

  test('wrong input is refused by name', () => {
    expect(() => new STFTSpectrogram({ frameLength: 8, frameStep: 9 })).toThrow('`frameStep` must be at most');
    expect(() => new STFTSpectrogram({ frameLength: 8, fftLength: 4 })).toThrow('`fftLength` must be at least');
    expect(() => new STFTSpectrogram({ window: 'hannn' as 'hann' })).toThrow('hann');
  });
});

describe('MelSpectrogram', () => {
  test('a tone is loudest in its band', async () => {
    const rate = 1000;
    const tone = Float32Array.from({ length: 1024 }, (_, i) => Math.sin((2 * Math.PI * 200 * i) / rate));
    const options = { fftLength: 256, sequenceStride: 128, samplingRate: rate, numMelBins: 16 };
    const bands = (await new MelSpectrogram(options).apply(tone).array()) as number[][];
    expect(bands.length).toBe(16);
    const middle = bands.map((band) => band[4] ?? 0);
    expect(Math.max(...middle) - Math.min(...middle)).toBeLessThanOrEqual(80.001);
    const loudest = middle.indexOf(Math.max(...middle));
    expect(loudest).toBeGreaterThan(5);
    expect(loudest).toBeLessThan(11);
  });

  test('wrong input is refused by name', () => {
    expect(() => new MelSpectrogram({ fftLength: 8, sequenceLength: 9 })).toThrow('`sequenceLength` must be at most');
    expect(() => new MelSpectrogram({ minFreq: 50, maxFreq: 20 })).toThrow('`maxFreq` must be above minFreq');
  });
});
