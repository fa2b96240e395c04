/** Numbers in rows and columns, row after row. NaN: nothing to show; infinite: not finite when it was measured. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** What is said by special pixels. */
export interface GridPixels {
  /** 256 pixels: what stands for a value, from low to high. */
  readonly scale: Uint32Array;
  /** Nothing was measured. */
  readonly none: number;
  /** It was not finite. */
  readonly broken: number;
}

/**
 * The part of a grid from column `from` to before `to` as pixels, `width` per row. Where several columns share a pixel,
 * the one farthest from `centre` is shown, so that no outlier gets lost; infinity before all others.
 *
 * @param low the value of the scale's first colour, `high` that of its last
 * @param centre what is least worth showing. Default: the middle of the scale
 */
export function gridPixels(
  { rows, columns, values }: Grid,
  [from, to]: readonly [number, number],
  width: number,
  [low, high]: readonly [number, number],
  { scale, none, broken }: GridPixels,
  centre = (low + high) / 2,
): Uint32Array<ArrayBuffer> {
  const pixels = new Uint32Array(rows * width);
  const factor = 255 / (high - low);
  for (let row = 0; row < rows; row++)
    for (let x = 0; x < width; x++) {
      const first = from + Math.floor((x * (to - from)) / width);
      const end = Math.max(first + 1, from + Math.floor(((x + 1) * (to - from)) / width));
      let shown = Number.NaN;
      let distance = -1;
      for (let column = first; column < end; column++) {
        const value = values[row * columns + column] ?? Number.NaN;
        const away = Math.abs(value - centre);
        if (away > distance) {
          distance = away;
          shown = value;
        }
      }
      const level = Math.min(Math.max(Math.round((shown - low) * factor), 0), 255);
      pixels[row * width + x] =
        distance < 0 ? none : distance === Number.POSITIVE_INFINITY ? broken : (scale[level] ?? none);
    }
  return pixels;
}
