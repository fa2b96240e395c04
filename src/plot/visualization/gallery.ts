import { arrayToImg } from '../../data/images/image-array.ts';
import { clip, divide, multiply, subtract } from '../../ops/arithmetic.ts';
import { getItem } from '../../ops/get-item.ts';
import { positiveInteger } from '../../support/check-values.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Picture, type Specification } from '../picture.ts';

export interface GalleryOptions {
  /** Rows of images. Default: the square root of their number, rounded up. */
  readonly rows?: number | null;
  /** Columns of images. Default: as many as are needed. */
  readonly cols?: number | null;
  /** The least and the greatest number in images. Default [0, 255]. */
  readonly valueRange?: readonly [number, number];
  /** The width of an image in the picture, in hundreds of pixels. Default 2. */
  readonly scale?: number;
}

/** An image of a gallery and what stands on it. */
export interface GalleryItem {
  readonly image: Tensor;
  /** Below the image. */
  readonly title?: string;
  /** Rectangles as shares of the image: left, top, right, bottom. */
  readonly boxes?: readonly {
    readonly edges: readonly [number, number, number, number];
    readonly color: string;
    readonly title: string;
  }[];
}

/** The bytes of a PNG file as an address. */
async function addressOf(image: Tensor): Promise<string> {
  const { data, shape } = await arrayToImg(image, { scale: false });
  const [height = 0, width = 0, channels = 0] = shape;
  const { encode } = await import('fast-png');
  const bytes = encode({ width, height, channels, data: new Uint8Array(data) });
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(text)}`;
}

/** Numbers of a range mapped to 0 to 255. */
export const toBytes = (images: Tensor, [low, high]: readonly [number, number]): Tensor =>
  clip(multiply(divide(subtract(images, low), high - low), 255), 0, 255);

/** The images of a batch. */
export const unbatched = (images: Tensor): Tensor[] =>
  Array.from({ length: images.shape[0] ?? 0 }, (_, i) => getItem(images, [i]));

/** Space between images, and the share of a cell that its title takes. */
const GAP = 0.04;
const TITLE = 0.12;

/** Draws images in rows and columns. */
export async function gallery(items: readonly GalleryItem[], options: GalleryOptions): Promise<Picture> {
  const rows = positiveInteger('rows', options.rows ?? Math.ceil(Math.sqrt(items.length)));
  const cols = positiveInteger('cols', options.cols ?? Math.ceil(items.length / rows));
  const side = 100 * (options.scale ?? 2);
  const shown = items.slice(0, rows * cols);
  const [imageHeight = 1, imageWidth = 1] = shown[0]?.image.shape ?? [];
  const proportion = imageHeight / imageWidth;
  const titled = shown.some(({ title }) => title !== undefined);
  const cell = titled ? 1 + TITLE : 1;
  const addresses = await Promise.all(shown.map(({ image }) => addressOf(image)));
  const places = shown.map((item, i) => ({ ...item, left: i % cols, top: Math.floor(i / cols) * cell }));
  const size = 1 - GAP;
  const along = (channel: 'x' | 'y', field: string): Specification => ({
    [channel]: {
      field,
      type: 'quantitative',
      axis: null,
      scale: channel === 'x' ? { domain: [0, cols] } : { domain: [0, rows * cell], reverse: true },
    },
  });
  const images = places.map(({ left, top, title = '' }, i) => ({
    url: addresses[i],
    x: left + size / 2,
    y: top + size / 2,
    below: top + 1,
    title,
  }));
  const boxes = places.flatMap(({ boxes: list = [], left, top }) =>
    list.map(({ edges: [x, y, x2, y2], color, title }) => ({
      x: left + x * size,
      y: top + y * size,
      x2: left + x2 * size,
      y2: top + y2 * size,
      color,
      title,
    })),
  );
  const color = { field: 'color', type: 'nominal', scale: null };
  const layer: Specification[] = [
    {
      data: { values: images },
      mark: { type: 'image', width: side * size, height: side * proportion * size, aspect: false },
      encoding: { ...along('x', 'x'), ...along('y', 'y'), url: { field: 'url', type: 'nominal' } },
    },
    ...(titled
      ? [
          {
            data: { values: images },
            mark: { type: 'text', baseline: 'top' },
            encoding: { ...along('x', 'x'), ...along('y', 'below'), text: { field: 'title' } },
          },
        ]
      : []),
    ...(boxes.length > 0
      ? [
          {
            data: { values: boxes },
            mark: { type: 'rect', filled: false, strokeWidth: 2 },
            encoding: { ...along('x', 'x'), ...along('y', 'y'), x2: { field: 'x2' }, y2: { field: 'y2' }, color },
          },
          {
            data: { values: boxes },
            mark: { type: 'text', align: 'left', baseline: 'bottom', dx: 1, dy: -2 },
            encoding: { ...along('x', 'x'), ...along('y', 'y'), text: { field: 'title' }, color },
          },
        ]
      : []),
  ];
  return new Picture({ width: cols * side, height: rows * cell * side * proportion, layer });
}
