import { badArgument, checkOptions } from '../../support/errors.ts';
import { convertToTensor, type TensorLike } from '../../tensor/convert.ts';
import type { Picture } from '../picture.ts';
import { type GalleryOptions, gallery, toBytes, unbatched } from './gallery.ts';
import { type ImageFormatOptions, imagesOf } from './images-of.ts';

export interface PlotImageGalleryOptions extends GalleryOptions, ImageFormatOptions {
  /** The true class of each image. Needs `labelMap`. */
  readonly yTrue?: TensorLike | null;
  /** The class that the model says. Needs `labelMap`. */
  readonly yPred?: TensorLike | null;
  /** The name of each class. */
  readonly labelMap?: { readonly [classIndex: number]: string } | null;
}

/**
 * Images in rows and columns, with what they are and what a model takes them for.
 *
 * @param images a batch [batch, height, width, channels]
 * @param options `yTrue`, `yPred`, `labelMap`, `rows`, `cols`, `valueRange`, `scale`, `dataFormat`
 * @throws ArgumentError when there are classes but no names for them
 * @see https://keras.io/api/visualization/
 *
 * @example
 * ```ts
 * import { ops, visualization } from 'keratin';
 * const picture = await visualization.plotImageGallery(ops.ones([4, 8, 8, 3]), { valueRange: [0, 1] });
 * console.log(picture.spec.width, picture.spec.height); // => 400 400
 * ```
 */
export async function plotImageGallery(images: TensorLike, options: PlotImageGalleryOptions = {}): Promise<Picture> {
  const known = ['yTrue', 'yPred', 'labelMap', 'rows', 'cols', 'valueRange', 'scale', 'dataFormat'];
  checkOptions('plotImageGallery', options, known);
  const { yTrue = null, yPred = null, labelMap = null, valueRange = [0, 255] } = options;
  if ((yTrue !== null || yPred !== null) && labelMap === null)
    throw badArgument('labelMap', 'the name of each class where there are classes', labelMap);
  const namesOf = async (classes: TensorLike | null): Promise<string[] | null> => {
    if (classes === null) return null;
    return Array.from(await convertToTensor(classes).data(), (index) => labelMap?.[index] ?? String(index));
  };
  const [truth, answers] = [await namesOf(yTrue), await namesOf(yPred)];
  const items = unbatched(toBytes(imagesOf('images', images, options), valueRange)).map((image, i) => {
    const lines = [truth?.[i], answers?.[i]].filter((name) => name !== undefined);
    return lines.length === 0 ? { image } : { image, title: lines.join(' / ') };
  });
  return gallery(items, options);
}
