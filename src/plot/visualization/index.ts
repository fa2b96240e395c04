/** keras.visualization: images with what is on them, as pictures and as pixels. */

export { type DrawBoundingBoxesOptions, drawBoundingBoxes, type GalleryBoxes } from './draw-bounding-boxes.ts';
export { type Color, type DrawSegmentationMasksOptions, drawSegmentationMasks } from './draw-segmentation-masks.ts';
export type { GalleryOptions } from './gallery.ts';
export type { ImageFormatOptions } from './images-of.ts';
export { type PlotBoundingBoxGalleryOptions, plotBoundingBoxGallery } from './plot-bounding-box-gallery.ts';
export { type PlotImageGalleryOptions, plotImageGallery } from './plot-image-gallery.ts';
export {
  type PlotSegmentationMaskGalleryOptions,
  plotSegmentationMaskGallery,
} from './plot-segmentation-mask-gallery.ts';
