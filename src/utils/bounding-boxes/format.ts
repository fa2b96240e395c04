import { unknownName } from '../../support/errors.ts';

/**
 * How four numbers describe a box. `xyxy`: left, top, right, bottom. `xywh`: left, top, width, height. `center_`: the
 * middle in place of the corner. `yx`, `hw`: the vertical number first. `rel_`: as shares of the image's width and height.
 */
export type BoundingBoxFormat =
  | 'xyxy'
  | 'yxyx'
  | 'xywh'
  | 'center_xywh'
  | 'center_yxhw'
  | 'rel_xyxy'
  | 'rel_yxyx'
  | 'rel_xywh'
  | 'rel_center_xywh';

/** What a format's name says. */
export interface FormatParts {
  readonly relative: boolean;
  /** Whether vertical numbers come first. */
  readonly verticalFirst: boolean;
  /** What the first two numbers and the last two are. */
  readonly layout: 'corners' | 'corner and size' | 'center and size';
}

const parts = (layout: FormatParts['layout'], relative = false, verticalFirst = false): FormatParts => ({
  relative,
  verticalFirst,
  layout,
});

const FORMATS: Readonly<Record<BoundingBoxFormat, FormatParts>> = {
  xyxy: parts('corners'),
  yxyx: parts('corners', false, true),
  xywh: parts('corner and size'),
  center_xywh: parts('center and size'),
  center_yxhw: parts('center and size', false, true),
  rel_xyxy: parts('corners', true),
  rel_yxyx: parts('corners', true, true),
  rel_xywh: parts('corner and size', true),
  rel_center_xywh: parts('center and size', true),
};

const isFormat = (name: string): name is BoundingBoxFormat => Object.hasOwn(FORMATS, name);

/** The parts of a format's name, whose letters may be upper case as in Keras. */
export function formatParts(argument: string, format: string): FormatParts {
  const name = format.toLowerCase();
  if (!isFormat(name)) throw unknownName(`${argument} of bounding boxes`, format, Object.keys(FORMATS));
  return FORMATS[name];
}
