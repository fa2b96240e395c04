import { badArgument } from '../../support/errors.ts';

/** Height, width and channels. */
export type ImageShape = readonly [height: number, width: number, channels?: number];

/** Height and width of an image's shape, or neither. */
export function imageSize(imageShape: ImageShape | null | undefined): { height?: number; width?: number } {
  if (imageShape === null || imageShape === undefined) return {};
  const [height, width] = imageShape;
  if (!(height > 0) || !(width > 0)) throw badArgument('imageShape', '[height, width, channels]', imageShape);
  return { height, width };
}
