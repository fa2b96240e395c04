export {
  type CropImagesOptions,
  cropImages,
  type PadImagesOptions,
  padImages,
} from './borders.ts';
export { hsvToRgb, rgbToGrayscale, rgbToHsv } from './color.ts';
export { type GaussianBlurOptions, gaussianBlur, type SsimOptions, sobelEdges, ssim } from './filters.ts';
export type { FillMode } from './interpolation.ts';
export type { DataFormat, DataFormatOption } from './layout.ts';
export { extractPatches, extractPatches3d, type PatchOptions } from './patches.ts';
export { type ReconstructPatchesOptions, reconstructPatches } from './reconstruct-patches.ts';
export type { ResampleMethod } from './resampling.ts';
export { type Interpolation, type ResizeOptions, resize, scaleAndTranslate } from './resize.ts';
export {
  affineTransform,
  mapCoordinates,
  perspectiveTransform,
  type TransformInterpolation,
  type TransformOptions,
} from './transforms.ts';
