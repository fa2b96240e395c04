import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DataError } from '../data-error.ts';
import { audioDatasetFromDirectory } from './audio-dataset-from-directory.ts';
import { decodeWav } from './decode-wav.ts';
import { resample } from './resample.ts';

interface Kind {
  readonly kind?: number;
  readonly bits?: number;
  readonly channels?: number;
  readonly rate?: number;
}

/** A WAV file with a chunk that nobody knows in front of its samples. */
function wav(samples: readonly number[], { kind = 1, bits = 16, channels = 1, rate = 8000 }: Kind = {}): Uint8Array {
  const bytes = bits / 8;
  const content = new DataView(new ArrayBuffer(samples.length * bytes));
  for (const [i, value] of samples.entries())
    if (kind === 3) content.setFloat32(i * 4, value, true);
    else for (let k = 0; k < bytes; k++) content.setUint8(i * bytes + k, Math.floor(value / 256 ** k) & 255);
  const header = new DataView(new ArrayBuffer(44 + 10));
  const name = (at: number, letters: string) => {
    for (const [i, letter] of [...letters].entries()) header.setUint8(at + i, letter.charCodeAt(0));
  };
  name(0, 'RIFF');
  header.setUint32(4, 46 + content.byteLength, true);
  name(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, kind, true);
  header.setUint16(22, channels, true);
  header.setUint32(24, rate, true);
  header.setUint16(34, bits, true);
  name(36, 'LIST');
  header.setUint32(40, 1, true);
  name(46, 'data');
  header.setUint32(50, content.byteLength, true);
  return new Uint8Array([...new Uint8Array(header.buffer), ...new Uint8Array(content.buffer)]);
}

describe('decodeWav', () => {
  test.for<[Kind, number[], number[]]>([
    [{ bits: 8 }, [0, 128, 192], [-1, 0, 0.5]],
    [{}, [-32_768, 0, 16_384], [-1, 0, 0.5]],
    [{ bits: 24 }, [-(2 ** 23), 0, 2 ** 22], [-1, 0, 0.5]],
    [{ bits: 32 }, [-(2 ** 31), 0, 2 ** 30], [-1, 0, 0.5]],
    [{ kind: 3, bits: 32 }, [-1, 0, 0.5], [-1, 0, 0.5]],
  ])('samples of %o', ([kind, samples, values]) => {
    expect(decodeWav(wav(samples, kind), 'x.wav')).toEqual({
      data: Float32Array.from(values),
      shape: [3, 1],
      samplingRate: 8000,
    });
  });

  test('channels lie side by side', () => {
    expect(decodeWav(wav([1, 2, 3, 4], { channels: 2, rate: 44_100 }), 'x.wav')).toMatchObject({
      shape: [2, 2],
      samplingRate: 44_100,
    });
  });

  test('what cannot be read is named', () => {
    expect(() => decodeWav(wav([1], { kind: 85 }), 'x.wav')).toThrow('x.wav cannot be read as WAV: samples of kind 85');
    expect(() => decodeWav(wav([1], { channels: 0 }), 'x.wav')).toThrow(DataError);
    expect(() => decodeWav(new Uint8Array(100), 'x.wav')).toThrow('it is no WAV file');
    const whole = wav([1, 2, 3]);
    for (let length = 0; length < 54; length++) expect(() => decodeWav(whole.slice(0, length), 'x')).toThrow(DataError);
    expect(decodeWav(whole.slice(0, -1), 'x.wav').shape).toEqual([2, 1]);
  });
});

describe('resample', () => {
  const rate = 8000;
  const sine = (hertz: number, samplingRate: number, length: number) =>
    Float32Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / samplingRate));

  test.for([4000, 6000, 11_025, 16_000])('a tone stays that tone, at %i samples in a second', (samplingRate) => {
    const { data, shape } = resample({ data: sine(440, rate, 800), shape: [800, 1], samplingRate: rate }, samplingRate);
    expect(shape).toEqual([Math.ceil(samplingRate / 10), 1]);
    const wanted = sine(440, samplingRate, data.length);
    // Beyond the ends there is silence, which the kernel reaches.
    const inside = [...data.keys()].slice(30, -30);
    expect(Math.max(...inside.map((i) => Math.abs((data[i] ?? 0) - (wanted[i] ?? 0))))).toBeLessThan(0.02);
  });

  test('a header that makes a sound of days of a small file is refused', () => {
    const claimed = decodeWav(wav(Array(100_000).fill(0), { rate: 1 }), 'long.wav');
    expect(() => resample(claimed, 16_000)).toThrow(DataError);
  });

  test('a tone above what the new rate can hold is gone', () => {
    const { data } = resample({ data: sine(3500, rate, 800), shape: [800, 1], samplingRate: rate }, 4000);
    expect(Math.max(...data.slice(30, -30).map(Math.abs))).toBeLessThan(0.02);
  });
});

describe('audioDatasetFromDirectory', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keratin-audio-'));
    for (const [label, name] of ['bark', 'meow'].entries()) {
      await mkdir(join(folder, name));
      for (let i = 0; i < 2; i++)
        await writeFile(join(folder, name, `${i}.wav`), wav(Array(3 + i).fill(16_384 * (label + i) - 16_384)));
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  const quiet = { shuffle: false, verbose: false } as const;

  test('sounds of a batch are as long as the longest', async () => {
    const dataset = await audioDatasetFromDirectory(folder, { ...quiet, batchSize: 2 });
    expect(dataset.classNames).toEqual(['bark', 'meow']);
    const [first] = await dataset.toArray();
    expect(first).toEqual([
      { data: Float32Array.of(-0.5, -0.5, -0.5, 0, 0, 0, 0, 0), shape: [2, 4, 1] },
      { data: Float32Array.of(0, 0), shape: [2] },
    ]);
  });

  test('all have the length and the rate that are asked for', async () => {
    const options = { ...quiet, outputSequenceLength: 5, samplingRate: 16_000, labelMode: 'categorical' as const };
    const [batch] = await (await audioDatasetFromDirectory(folder, options)).toArray();
    expect(batch).toMatchObject([{ shape: [4, 5, 1] }, { shape: [4, 2] }]);
    const single = await audioDatasetFromDirectory(folder, { ...quiet, labels: null, batchSize: null });
    expect((await single.toArray()).map((sound) => 'shape' in sound && sound.shape)).toEqual([
      ...[
        [3, 1],
        [4, 1],
      ],
      ...[
        [3, 1],
        [4, 1],
      ],
    ]);
  });

  test('wrong options and empty folders are named', async () => {
    await expect(audioDatasetFromDirectory(folder, { samplingRate: 0 })).rejects.toThrow('samplingRate');
    await expect(audioDatasetFromDirectory(folder, { outputSequenceLength: 1.5 })).rejects.toThrow(
      'outputSequenceLength',
    );
    const binary = { ...quiet, labelMode: 'binary', labels: [0, 1, 0, 1] } as const;
    await expect(audioDatasetFromDirectory(folder, { ...binary, classNames: ['bark'] })).rejects.toThrow("'binary'");
    await mkdir(join(folder, 'empty', 'none'), { recursive: true });
    await expect(audioDatasetFromDirectory(join(folder, 'empty'), quiet)).rejects.toThrow('no .wav files');
    await rm(join(folder, 'empty'), { recursive: true });
  });
});
