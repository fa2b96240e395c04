import { colors } from '../../plot/theme.ts';

/** Red, green and blue from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

const light = [
  colors.blue,
  colors.red,
  colors.teal,
  colors.orange,
  colors.indigo,
  colors.rose,
  colors.olive,
  colors.cyan,
];
// The same hues, lightened until each stands out from the dark surface.
const dark = ['#4aa8e8', '#ff7d5e', '#2fc4b2', '#ffad66', '#a597f5', '#f09aa8', '#cdcd62', '#8fdcff'];
const dashes = [[], [9, 4], [12, 3, 3, 3]];

/** The colour of the `index`-th of several things. They repeat after 8, so lines also differ by `categoryDash`. */
export function categoryColor(index: number, isDark: boolean): string {
  const list = isDark ? dark : light;
  return list[index % list.length] ?? colors.blue;
}

/** The dash pattern of the `index`-th line: solid for the first 8. Dots are left for lines that go with another. */
export const categoryDash = (index: number): number[] => dashes[Math.floor(index / light.length) % dashes.length] ?? [];

/** Blue for too little, neutral for as expected, red for too much: apart for every kind of colour vision. */
const diverging: Record<'light' | 'dark', readonly Rgb[]> = {
  light: [
    [22, 62, 140],
    [104, 158, 211],
    [238, 240, 242],
    [240, 158, 112],
    [168, 28, 40],
  ],
  dark: [
    [122, 190, 255],
    [50, 100, 160],
    [38, 44, 54],
    [168, 84, 46],
    [255, 148, 104],
  ],
};
/** From nothing to everything: lightness alone carries it. */
const sequential: Record<'light' | 'dark', readonly Rgb[]> = {
  light: [
    [243, 244, 246],
    [190, 174, 212],
    [128, 95, 168],
    [66, 16, 110],
  ],
  dark: [
    [34, 39, 48],
    [92, 66, 130],
    [168, 130, 208],
    [238, 222, 255],
  ],
};

/** What a colour stands for: a deviation from an expectation at 0.5, or an amount from 0 to 1. */
export type ScaleKind = 'diverging' | 'sequential';

/** The colour at `share` (0 to 1, clamped) of a scale. */
export function scaleColor(kind: ScaleKind, share: number, isDark: boolean): Rgb {
  const stops = (kind === 'diverging' ? diverging : sequential)[isDark ? 'dark' : 'light'];
  const place = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
  const i = Math.min(Math.floor(place), stops.length - 2);
  const [a, b] = [stops[i] ?? [0, 0, 0], stops[i + 1] ?? [0, 0, 0]];
  const mix = (k: 0 | 1 | 2): number => Math.round(a[k] + (place - i) * (b[k] - a[k]));
  return [mix(0), mix(1), mix(2)];
}

/** A scale as 256 pixels of a canvas's image data (little-endian RGBA). */
export function scalePixels(kind: ScaleKind, isDark: boolean): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const [red, green, blue] = scaleColor(kind, i / 255, isDark);
    return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  });
}

export const cssColor = ([red, green, blue]: Rgb): string => `rgb(${red} ${green} ${blue})`;
