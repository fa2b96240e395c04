import { describe, expect, test } from 'vitest';
import { reshape } from '../../ops/shape.ts';
import { Input } from '../core/input.ts';
import { deserialize, serialize } from '../index.ts';
import { KerasTensor } from '../keras-tensor.ts';
import type { Layer } from '../layer.ts';
import { Cropping1D, Cropping2D, Cropping3D } from './cropping.ts';
import { UpSampling1D, UpSampling2D, UpSampling3D } from './up-sampling.ts';
import { ZeroPadding1D, ZeroPadding2D, ZeroPadding3D } from './zero-padding.ts';

const shapeOf = (layer: Layer, shape: readonly (number | null)[]) => {
  const y = layer.apply(new Input({ batchShape: shape }));
  return y instanceof KerasTensor ? y.shape : undefined;
};

describe('layers that move edges', () => {
  test('add zeros, cut off, repeat', async () => {
    const line = [[[1], [2], [3]]];
    expect(await new ZeroPadding1D([1, 0]).apply(line).array()).toEqual([[[0], [1], [2], [3]]]);
    expect(await new Cropping1D().apply(line).array()).toEqual([[[2]]]);
    expect(await new UpSampling1D({ size: 2 }).apply(line).array()).toEqual([[[1], [1], [2], [2], [3], [3]]]);
    const image = reshape([1, 3], [1, 1, 2, 1]);
    const wide = new UpSampling2D([1, 2], { interpolation: 'bilinear' }).apply(image);
    expect(await reshape(wide, [4]).array()).toEqual([1, 1.5, 2.5, 3]);
  });

  test('take one count, one per axis, or pairs', () => {
    expect(shapeOf(new ZeroPadding2D(), [null, 4, 5, 1])).toEqual([null, 6, 7, 1]);
    expect(shapeOf(new ZeroPadding2D([1, 2]), [null, 4, null, 1])).toEqual([null, 6, null, 1]);
    expect(
      shapeOf(
        new ZeroPadding3D({
          padding: [
            [1, 0],
            [0, 2],
            [0, 0],
          ],
        }),
        [1, 2, 2, 2, 1],
      ),
    ).toEqual([1, 3, 4, 2, 1]);
    expect(
      shapeOf(
        new Cropping2D(
          [
            [1, 0],
            [0, 2],
          ],
          { dataFormat: 'channels_first' },
        ),
        [1, 3, 4, 5],
      ),
    ).toEqual([1, 3, 3, 3]);
    expect(shapeOf(new Cropping3D(1), [1, 3, 4, 5, 1])).toEqual([1, 1, 2, 3, 1]);
    expect(shapeOf(new UpSampling3D([1, 2, 3]), [null, 2, 2, 2, 1])).toEqual([null, 2, 4, 6, 1]);
  });

  test('configs go out and come back', () => {
    const all = [
      new ZeroPadding1D(2),
      new ZeroPadding2D([1, 2]),
      new Cropping1D([0, 1]),
      new Cropping3D(),
      new UpSampling1D(3),
      new UpSampling2D({ interpolation: 'bilinear' }),
    ];
    for (const layer of all) expect(deserialize(serialize(layer)).getConfig()).toEqual(layer.getConfig());
    expect(new Cropping1D().getConfig()).toMatchObject({ cropping: [1, 1] });
    expect(new UpSampling1D(3).getConfig()).toMatchObject({ size: 3 });
  });

  test('wrong options and inputs are refused by name', () => {
    expect(() => new ZeroPadding2D(-1)).toThrow('`padding` must be a count, or 2 counts or pairs of them');
    expect(() => new ZeroPadding1D([1, 2, 3])).toThrow('`padding` must be a count, or a pair of them');
    expect(() => new Cropping2D({ croping: 1 } as object)).toThrow('"cropping"');
    expect(() => new UpSampling2D(0)).toThrow('`size`');
    expect(() => new UpSampling2D({ interpolation: 'linear' as 'bilinear' })).toThrow('`interpolation`');
    expect(() => new UpSampling2D(2, { size: 3 })).toThrow('UpSampling2D takes size once');
    expect(() => new Cropping2D(2, { name: 'cut' }).apply(new Input({ shape: [4, 9, 1] }))).toThrow(
      'Layer "cut" with cropping=',
    );
  });
});
