import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataError } from '../data-error.ts';
import { decodeImage } from './decode-image.ts';
import { arrayToImg, imgToArray } from './image-array.ts';
import { loadImg } from './load-img.ts';
import { saveImg } from './save-img.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keratin-images-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const gradient = (height: number, width: number, channels: number) => ({
  data: Float32Array.from({ length: height * width * channels }, (_, i) => (i * 7) % 256),
  shape: [height, width, channels],
});

describe('pictures in files', () => {
  it.each([1, 3, 4])('come back from PNG as they were, with %i channels', async (channels) => {
    const path = join(folder, `picture-${channels}.png`);
    const picture = gradient(5, 4, channels);
    await saveImg(path, picture, { scale: false });
    const colorMode = channels === 1 ? 'grayscale' : channels === 3 ? 'rgb' : 'rgba';
    const back = await loadImg(path, { colorMode });
    expect(back.shape).toEqual(picture.shape);
    expect([...back.data]).toEqual([...picture.data]);
  });

  it('come back from JPEG about as they were', async () => {
    const path = join(folder, 'picture.jpg');
    const smooth = { data: Float32Array.from({ length: 16 * 16 }, (_, i) => 4 * (i % 16) + 60), shape: [16, 16, 1] };
    await saveImg(path, smooth, { scale: false });
    const back = await loadImg(path, { colorMode: 'grayscale' });
    expect(back.shape).toEqual([16, 16, 1]);
    for (const [i, value] of [...back.data].entries()) expect(Math.abs(value - (smooth.data[i] ?? 0))).toBeLessThan(8);
  });

  it('are resized to a target, undistorted when asked for', async () => {
    const path = join(folder, 'wide.png');
    const wide = { data: Float32Array.of(0, 10, 20, 30, 40, 50, 60, 70), shape: [2, 4, 1] };
    await saveImg(path, wide, { scale: false });
    const load = async (keepAspectRatio: boolean) => [
      ...(await loadImg(path, { colorMode: 'grayscale', targetSize: [2, 2], keepAspectRatio })).data,
    ];
    expect(await load(false)).toEqual([10, 30, 50, 70]);
    expect(await load(true)).toEqual([10, 20, 50, 60]);
  });

  it('say what is wrong, and write nothing then', async () => {
    await expect(saveImg(join(folder, 'a.gif'), gradient(2, 2, 3))).rejects.toThrow('"gif"');
    await expect(saveImg(join(folder, 'a.png'), gradient(2, 2, 2))).rejects.toThrow('1, 3 or 4 channels');
    await expect(saveImg(join(folder, 'a.jpg'), gradient(2, 2, 4))).rejects.toThrow('no alpha channel');
    await expect(loadImg(join(folder, 'a.png'))).rejects.toThrow('a.png');
    await writeFile(join(folder, 'text.png'), 'no picture');
    await expect(loadImg(join(folder, 'text.png'))).rejects.toThrow('neither PNG nor JPEG');
  });
});

describe('pictures of strangers', () => {
  it('claim no more pixels than their bytes can hold', async () => {
    const path = join(folder, 'bomb.png');
    await saveImg(path, gradient(5, 4, 3));
    const bytes = new Uint8Array(await readFile(path));
    new DataView(bytes.buffer).setUint32(16, 1 << 20);
    await expect(decodeImage(bytes)).rejects.toThrow('it claims 1048576 x 5 pixels in');
    await expect(decodeImage(bytes.subarray(0, 12))).rejects.toThrow(DataError);
  });

  it('have a color mode that is known', async () => {
    await expect(decodeImage(new Uint8Array(3), 'cmyk' as never)).rejects.toThrow('`mode` must be one of "rgb"');
  });
});

describe('pictures and tensors', () => {
  it('are turned into each other, channels first or last', async () => {
    const picture = gradient(2, 3, 3);
    const first = imgToArray(picture, { dataFormat: 'channels_first' });
    expect(first.shape).toEqual([3, 2, 3]);
    expect(imgToArray(picture, { dtype: 'uint8' }).dtype).toBe('uint8');
    const back = await arrayToImg(first, { dataFormat: 'channels_first', scale: false });
    expect(back.shape).toEqual([2, 3, 3]);
    expect([...back.data]).toEqual([...picture.data]);
  });

  it('are stretched to all bytes, and plain ones are black', async () => {
    expect([
      ...(
        await arrayToImg([
          [2, 4],
          [6, 3],
        ])
      ).data,
    ]).toEqual([0, 127, 255, 63]);
    expect([...(await arrayToImg([[5, 5]])).data]).toEqual([0, 0]);
  });
});
