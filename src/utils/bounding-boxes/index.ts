/** keras.utils.bounding_boxes: boxes around things in images. */

export { type AffineTransformOptions, affineTransform } from './affine-transform.ts';
export { type ConvertFormatOptions, convertFormat } from './convert-format.ts';
export {
  type ByLevel,
  type DecodeDeltasToBoxesOptions,
  type DeltaFormat,
  decodeDeltasToBoxes,
  type EncodeBoxToDeltasOptions,
  encodeBoxToDeltas,
} from './deltas.ts';
export type { BoundingBoxFormat } from './format.ts';
export { type BoxFormatOptions, type ClipToImageSizeOptions, clipToImageSize, crop, pad } from './image-area.ts';
export type { ImageShape } from './image-size.ts';
export type { BoxTensors, LabeledBoxes } from './labeled-boxes.ts';
export { type ComputeCiouOptions, type ComputeIouOptions, computeCiou, computeIou } from './overlap.ts';
