/** Charts are Vega-Lite specifications: data and what their columns mean. This renders them to SVG files. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { parse, textMetrics, View } from 'vega';
import { type Config, compile, type TopLevelSpec } from 'vega-lite';

declare module 'vega' {
  /** How Vega measures text, which its declarations leave out. */
  export const textMetrics: { width: (item: { readonly fontSize?: number }, text: string) => number };
}

// Without a browser Vega takes 0.8 em for a character, which leaves empty margins beside long titles.
textMetrics.width = ({ fontSize = 11 }, text) => 0.66 * fontSize * String(text).length;

/** Colors that stay apart for color-blind eyes (Paul Tol's "vibrant" and "muted" schemes). */
export const colors = { red: '#cc3311', orange: '#ee7733', blue: '#0077bb', teal: '#009988', indigo: '#332288' };

const config: Config = {
  background: 'white',
  padding: 16,
  font: 'Helvetica, Arial, sans-serif',
  title: { anchor: 'start', fontSize: 14, subtitleFontSize: 12, subtitleColor: '#555', offset: 12, subtitlePadding: 6 },
  axis: { labelFontSize: 11, titleFontSize: 12, titleFontWeight: 'normal', gridColor: '#e8e8e8', domainColor: '#999' },
  legend: { labelFontSize: 12, titleFontSize: 12, titleFontWeight: 'normal', symbolStrokeWidth: 2.5 },
  view: { stroke: null },
  line: { strokeWidth: 2 },
  range: { category: Object.values(colors) },
};

/** A chart that can be a part of another one. */
export type Chart = Extract<TopLevelSpec, { vconcat: unknown }>['vconcat'][number];

/** Where pictures go: `--out FOLDER`, or the documentation's pictures. */
function folder(): string {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  return values.out ?? join(import.meta.dirname, '../../docs/pictures');
}

/** Renders a chart to `name.svg` and says where it is. */
export async function writeChart(name: string, spec: TopLevelSpec): Promise<void> {
  const view = new View(parse(compile(spec, { config }).spec), { renderer: 'none' });
  const file = join(folder(), `${name}.svg`);
  await mkdir(folder(), { recursive: true });
  await writeFile(file, `${await view.toSVG()}\n`);
  view.finalize();
  console.log(`Picture: ${relative('.', file)}`);
}
