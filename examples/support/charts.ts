/** Where the pictures of the examples go. */

import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { plot } from 'keratin';
import type { TopLevelSpec } from 'vega-lite';

export const { colors } = plot;

/** A chart that can be a part of another one. */
export type Chart = Extract<TopLevelSpec, { vconcat: unknown }>['vconcat'][number];

const { values: flags } = parseArgs({
  options: { out: { type: 'string' }, quick: { type: 'boolean', default: false } },
});

/** `--quick`: fewer steps, for a first look. */
export const { quick } = flags;

/** `--out FOLDER`, or the documentation's pictures. */
const folder = (): string => flags.out ?? join(import.meta.dirname, '../../docs/pictures');

/** Renders a chart to `name.svg` and says where it is. */
export const writeChart = (name: string, spec: TopLevelSpec): Promise<void> =>
  writePicture(name, new plot.Picture({ ...spec }));

/** Writes a picture to `name.svg` and says where it is. */
export async function writePicture(name: string, picture: plot.Picture): Promise<void> {
  const file = join(folder(), `${name}.svg`);
  await picture.save(file);
  console.log(`Picture: ${relative('.', file)}`);
}

/** Writes a page to `name.html` and says where it is. */
export async function writePage(name: string, html: string): Promise<void> {
  const file = join(folder(), `${name}.html`);
  await writeFile(file, html);
  console.log(`\nPage: ${relative('.', file)}`);
}
