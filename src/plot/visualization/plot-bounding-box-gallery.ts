import { checkOptions } from '../../support/errors.ts';
import { convertToTensor, type TensorLike } from '../../tensor/convert.ts';
import { type BoundingBoxFormat, convertFormat } from '../../utils/bounding-boxes/index.ts';
import type { Picture } from '../picture.ts';
import type { GalleryBoxes } from './draw-bounding-boxes.ts';
import type { Color } from './draw-segmentation-masks.ts';
import { type GalleryItem, type GalleryOptions, gallery, toBytes, unbatched } from './gallery.ts';
import { type ImageFormatOptions, imagesOf } from './images-of.ts';

export interface PlotBoundingBoxGalleryOptions extends GalleryOptions, ImageFormatOptions {
  /** True boxes. */
  readonly yTrue?: GalleryBoxes | null;
  /** Boxes that the model says, maybe with `confidences` [batch, n]. */
  readonly yPred?: (GalleryBoxes & { readonly confidences?: TensorLike }) | null;
  /** Default [0, 188, 212]. */
  readonly trueColor?: Color;
  /** Default [255, 235, 59]. */
  readonly predColor?: Color;
  /** The name of each class. */
  readonly classMapping?: { readonly [classIndex: number]: string } | null;
}

type BoxesOfImage = NonNullable<GalleryItem['boxes']>;

async function boxesByImage(
  given: (GalleryBoxes & { readonly confidences?: TensorLike }) | null,
  format: BoundingBoxFormat,
  [height, width]: readonly [number, number],
  color: Color,
  names: { readonly [classIndex: number]: string },
): Promise<BoxesOfImage[]> {
  if (given === null) return [];
  const relative = convertFormat(convertToTensor(given.boxes), format, 'rel_xyxy', { height, width });
  const [batch = 0, count = 0] = relative.shape;
  const [edges, labels] = [await relative.data(), await convertToTensor(given.labels).data()];
  const sure = given.confidences === undefined ? null : await convertToTensor(given.confidences).data();
  return Array.from({ length: batch }, (_, i) =>
    Array.from({ length: count }, (_box, k) => i * count + k).flatMap((place) => {
      const label = labels[place] ?? -1;
      if (label === -1) return [];
      const [x = 0, y = 0, x2 = 0, y2 = 0] = edges.subarray(4 * place, 4 * place + 4);
      const name = names[label] ?? String(label);
      const title = sure === null ? name : `${name} | ${(sure[place] ?? 0).toFixed(2)}`;
      return [{ edges: [x, y, x2, y2] as const, color: `rgb(${color.join(', ')})`, title }];
    }),
  );
}

/**
 * Images in rows and columns, with true boxes and those that a model says.
 *
 * @param images a batch [batch, height, width, channels]
 * @param boundingBoxFormat what the four numbers of boxes mean, such as 'xyxy'
 * @param options `yTrue`, `yPred`, `trueColor`, `predColor`, `classMapping`, and the options of `plotImageGallery`
 * @see https://keras.io/api/visualization/
 *
 * @example
 * ```ts
 * import { ops, visualization } from 'keratin';
 * const yTrue = { boxes: [[[1, 1, 5, 4]]], labels: [[0]] };
 * const options = { yTrue, classMapping: { 0: 'cat' } };
 * const picture = await visualization.plotBoundingBoxGallery(ops.zeros([1, 8, 8, 3]), 'xyxy', options);
 * console.log(JSON.stringify(picture.spec).includes('cat')); // => true
 * ```
 */
export async function plotBoundingBoxGallery(
  images: TensorLike,
  boundingBoxFormat: BoundingBoxFormat,
  options: PlotBoundingBoxGalleryOptions = {},
): Promise<Picture> {
  const known = ['yTrue', 'yPred', 'trueColor', 'predColor', 'classMapping'];
  checkOptions('plotBoundingBoxGallery', options, [...known, 'rows', 'cols', 'valueRange', 'scale', 'dataFormat']);
  const { yTrue = null, yPred = null, classMapping, valueRange = [0, 255] } = options;
  const { trueColor = [0, 188, 212], predColor = [255, 235, 59] } = options;
  const pictures = toBytes(imagesOf('images', images, options), valueRange);
  const [, height = 1, width = 1] = pictures.shape;
  const boxes = (given: typeof yPred, color: Color) =>
    boxesByImage(given, boundingBoxFormat, [height, width], color, classMapping ?? {});
  const [truth, answers] = [await boxes(yTrue, trueColor), await boxes(yPred, predColor)];
  const items = unbatched(pictures).map((image, i) => ({ image, boxes: [...(truth[i] ?? []), ...(answers[i] ?? [])] }));
  return gallery(items, options);
}
