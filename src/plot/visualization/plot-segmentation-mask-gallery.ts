import { cast } from '../../ops/core.ts';
import { checkOptions } from '../../support/errors.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Picture } from '../picture.ts';
import { type DrawSegmentationMasksOptions, drawSegmentationMasks } from './draw-segmentation-masks.ts';
import { type GalleryOptions, gallery, toBytes, unbatched } from './gallery.ts';
import { imagesOf } from './images-of.ts';

export interface PlotSegmentationMaskGalleryOptions
  extends GalleryOptions,
    Omit<DrawSegmentationMasksOptions, 'numClasses'> {
  /** True masks [batch, height, width, 1]. */
  readonly yTrue?: TensorLike | null;
  /** Masks that the model says, of the same shape. */
  readonly yPred?: TensorLike | null;
}

/**
 * Images beside themselves in the colors of true and of answered classes, one row for each.
 *
 * @param images a batch [batch, height, width, 3]
 * @param numClasses the number of classes
 * @param options `yTrue`, `yPred`, and the options of `drawSegmentationMasks` and `plotImageGallery`
 * @see https://keras.io/api/visualization/
 *
 * @example
 * ```ts
 * import { ops, visualization } from 'keratin';
 * const options = { yTrue: ops.ones([2, 8, 8, 1]) };
 * const picture = await visualization.plotSegmentationMaskGallery(ops.zeros([2, 8, 8, 3]), 2, options);
 * console.log(picture.spec.width, picture.spec.height); // => 400 400
 * ```
 */
export async function plotSegmentationMaskGallery(
  images: TensorLike,
  numClasses: number,
  options: PlotSegmentationMaskGalleryOptions = {},
): Promise<Picture> {
  const known = ['yTrue', 'yPred', 'colorMapping', 'alpha', 'blend', 'ignoreIndex'];
  checkOptions('plotSegmentationMaskGallery', options, [...known, 'rows', 'cols', 'valueRange', 'scale', 'dataFormat']);
  const { yTrue = null, yPred = null, valueRange = [0, 255], rows, cols, scale, dataFormat, ...drawing } = options;
  const pictures = toBytes(imagesOf('images', images, options), valueRange);
  const masks = [yTrue, yPred].flatMap((classes) =>
    classes === null ? [] : [cast(imagesOf('segmentationMasks', classes, options), 'int32')],
  );
  const columns = [
    pictures,
    ...masks.map((classes) => drawSegmentationMasks(pictures, classes, { ...drawing, numClasses })),
  ];
  const items = unbatched(pictures).flatMap((_, i) =>
    columns.flatMap((column) => {
      const image = unbatched(column)[i];
      return image === undefined ? [] : [{ image }];
    }),
  );
  const count = pictures.shape[0] ?? 1;
  return gallery(items, {
    rows: rows ?? count,
    cols: cols ?? columns.length,
    ...(scale === undefined ? {} : { scale }),
  });
}
