import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import jpeg from 'jpeg-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isShapedArray } from '../support/shaped-array.ts';
import { decodeImage } from './images/decode-image.ts';
import { imageDatasetFromDirectory } from './images/image-dataset-from-directory.ts';
import { textDatasetFromDirectory } from './text-dataset-from-directory.ts';
import { timeseriesDatasetFromArray } from './timeseries-dataset-from-array.ts';

let folder = '';
const png = (value: number, channels = 3, size = 4) =>
  encode({ width: size, height: size, channels, depth: 8, data: new Uint8Array(size * size * channels).fill(value) });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keratin-folders-'));
  for (const [label, name] of ['cats', 'dogs'].entries()) {
    await mkdir(join(folder, 'images', name), { recursive: true });
    await mkdir(join(folder, 'texts', name), { recursive: true });
    for (let i = 0; i < 5; i++) {
      await writeFile(join(folder, 'images', name, `${i}.png`), png(100 * label + i, 3, 4 + i));
      await writeFile(join(folder, 'texts', name, `${i}.txt`), `${name} ${i}`);
    }
  }
  await writeFile(join(folder, 'images', 'dogs', 'notes.md'), 'no picture');
});
afterAll(() => rm(folder, { recursive: true }));

describe('decodeImage', () => {
  it('reads PNG with any channels, and JPEG, in each color mode', async () => {
    expect(await decodeImage(png(7, 1), 'rgb')).toMatchObject({ shape: [4, 4, 3] });
    expect([...(await decodeImage(png(7, 2), 'rgba')).data.slice(0, 4)]).toEqual([7, 7, 7, 7]);
    expect([...(await decodeImage(png(9, 4), 'grayscale')).data.slice(0, 2)]).toEqual([9, 9]);
    const { data } = jpeg.encode({ width: 8, height: 8, data: new Uint8Array(256).fill(128) }, 100);
    const gray = await decodeImage(data, 'rgb');
    expect(gray.shape).toEqual([8, 8, 3]);
    for (const value of gray.data) expect(Math.abs(value - 128)).toBeLessThan(2);
  });

  it('says what it cannot read', async () => {
    await expect(decodeImage(new TextEncoder().encode('GIF89a'))).rejects.toThrow('is neither PNG nor JPEG');
    await expect(decodeImage(png(1).slice(0, 40))).rejects.toThrow('is damaged');
  });
});

describe('imageDatasetFromDirectory', () => {
  it('reads images of one size with their classes', async () => {
    const dataset = await imageDatasetFromDirectory(join(folder, 'images'), {
      imageSize: [6, 5],
      batchSize: 4,
      shuffle: false,
      verbose: false,
    });
    expect(dataset.classNames).toEqual(['cats', 'dogs']);
    expect(dataset.cardinality).toBe(3);
    const batches = await dataset.toArray();
    const labels = batches.flatMap((batch) =>
      Array.isArray(batch) && isShapedArray(batch[1]) ? [...batch[1].data] : [],
    );
    expect(labels).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    const [first] = batches;
    const images = Array.isArray(first) ? first[0] : first;
    expect(images?.shape).toEqual([4, 6, 5, 3]);
    // Pictures of one color keep it when they are resized.
    expect(images?.data[0]).toBeCloseTo(0, 4);
    expect(images?.data.at(-1)).toBeCloseTo(3, 4);
  });

  it('splits the same way for both parts', async () => {
    const part = async (subset: 'training' | 'validation') => {
      const options = {
        labels: 'inferred',
        batchSize: null,
        imageSize: [4, 4],
        seed: 3,
        validationSplit: 0.3,
      } as const;
      const dataset = await imageDatasetFromDirectory(join(folder, 'images'), { ...options, subset, verbose: false });
      return (await dataset.toArray()).map((sample) =>
        Array.isArray(sample) ? Math.round(sample[0].data[0] ?? -1) : -1,
      );
    };
    const [training, validation] = [await part('training'), await part('validation')];
    expect([training.length, validation.length]).toEqual([7, 3]);
    expect(new Set([...training, ...validation]).size).toBe(10);
  });

  it('gives one-hot rows, channels first, or images alone', async () => {
    const base = { batchSize: 2, imageSize: [4, 4], shuffle: false, verbose: false } as const;
    const [first] = await (
      await imageDatasetFromDirectory(join(folder, 'images'), {
        ...base,
        labelMode: 'categorical',
        dataFormat: 'channels_first',
      })
    ).toArray();
    expect(first).toMatchObject([{ shape: [2, 3, 4, 4] }, { data: Float32Array.of(1, 0, 1, 0), shape: [2, 2] }]);
    const [alone] = await (
      await imageDatasetFromDirectory(join(folder, 'images'), { ...base, labels: null })
    ).toArray();
    expect(alone).toMatchObject({ shape: [2, 4, 4, 3] });
  });

  it('refuses folders without images and options that contradict each other', async () => {
    const images = join(folder, 'images');
    await expect(imageDatasetFromDirectory(join(folder, 'texts'))).rejects.toThrow('has no PNG or JPEG files');
    await expect(imageDatasetFromDirectory(join(folder, 'none'))).rejects.toThrow("can't be read");
    await expect(imageDatasetFromDirectory(images, { validationSplit: 0.2 })).rejects.toThrow('`subset` must be');
    await expect(imageDatasetFromDirectory(images, { validationSplit: 0.2, subset: 'training' })).rejects.toThrow(
      '`seed`',
    );
    await expect(imageDatasetFromDirectory(images, { imageSize: [0, 4] })).rejects.toThrow('`imageSize`');
  });
});

describe('textDatasetFromDirectory', () => {
  it('reads texts with their classes', async () => {
    const dataset = await textDatasetFromDirectory(join(folder, 'texts'), {
      batchSize: 3,
      shuffle: false,
      maxLength: 4,
      verbose: false,
    });
    expect((await dataset.toArray())[1]).toEqual([
      ['cats', 'cats', 'dogs'],
      { data: Float32Array.of(0, 0, 1), shape: [3] },
    ]);
  });
});

describe('timeseriesDatasetFromArray', () => {
  const series = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

  it('cuts sequences with the target at their start', async () => {
    const batches = await timeseriesDatasetFromArray(series, series.slice(3), 3, { batchSize: 4 }).toArray();
    expect(batches[0]).toEqual([
      { data: Float32Array.of(0, 1, 2, 1, 2, 3, 2, 3, 4, 3, 4, 5), shape: [4, 3] },
      { data: Float32Array.of(3, 4, 5, 6), shape: [4] },
    ]);
    expect(batches.map(([x]) => x.shape[0])).toEqual([4, 3]);
  });

  it('takes strides, rates and bounds', async () => {
    const sequences = await timeseriesDatasetFromArray(series, null, 3, {
      batchSize: null,
      sequenceStride: 2,
      samplingRate: 2,
      startIndex: 1,
      endIndex: 9,
    }).toArray();
    expect(sequences.map(({ data }) => [...data])).toEqual([
      [1, 3, 5],
      [3, 5, 7],
    ]);
  });

  it('refuses what does not fit', () => {
    expect(() => timeseriesDatasetFromArray(series, null, 11)).toThrow('fits into 10 steps');
    expect(() => timeseriesDatasetFromArray(series, null, 2, { startIndex: 5, endIndex: 5 })).toThrow('`endIndex`');
  });
});
