import { badArgument, StateError } from '../support/errors.ts';
import { importResvg } from './import-resvg.ts';
import { theme } from './theme.ts';

/** A Vega-Lite specification: data, and what their columns mean. See https://vega.github.io/vega-lite/docs/spec.html */
export type Specification = { readonly [key: string]: unknown };

declare module 'vega' {
  /** How Vega measures text, which its declarations leave out. */
  export const textMetrics: { width: (item: { readonly fontSize?: number }, text: string) => number };
}

/** Pixels of a PNG per unit of the drawing, for screens with a fine grain. */
const PNG_SCALE = 2;

/** Loads a library that only saving pictures needs. */
async function optional<T>(name: string, load: () => Promise<T>, purpose: string): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw new StateError(
      `Saving ${purpose} needs ${name}: npm install ${name}. Received: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
    );
  }
}

/**
 * A picture, as a Vega-Lite specification. Notebooks (Deno's, Jupyter's, Observable) show it by themselves when it is
 * the last value of a cell; `save` writes it to a file in Node, for which `vega` and `vega-lite` must be installed (and
 * `@resvg/resvg-js` for PNG).
 *
 * @see https://vega.github.io/vega-lite/docs/spec.html
 *
 * @example
 * ```ts
 * import { plot } from 'keratin';
 * const picture = new plot.Picture({ mark: 'bar', data: { values: [{ n: 1 }] }, encoding: { x: { field: 'n' } } });
 * console.log(picture.toJSON().mark); // => bar
 * ```
 */
export class Picture {
  /** What Vega-Lite draws. */
  readonly spec: Specification;

  constructor(spec: Specification) {
    this.spec = { $schema: 'https://vega.github.io/schema/vega-lite/v6.json', config: theme, ...spec };
  }

  toJSON(): Specification {
    return this.spec;
  }

  /** How Deno's notebooks ask for a picture. See https://docs.deno.com/runtime/reference/cli/jupyter/ */
  [Symbol.for('Jupyter.display')](): Record<string, Specification> {
    return { 'application/vnd.vegalite.v5+json': this.spec };
  }

  /**
   * The picture as SVG.
   *
   * @throws StateError when `vega` or `vega-lite` isn't installed
   */
  async toSvg(): Promise<string> {
    const [vega, vegaLite] = await Promise.all([
      optional('vega', () => import('vega'), 'pictures'),
      optional('vega-lite', () => import('vega-lite'), 'pictures'),
    ]);
    // Without a browser Vega takes 0.8 em for a character, which leaves empty margins beside long titles.
    vega.textMetrics.width = ({ fontSize = 11 }, text) => 0.66 * fontSize * String(text).length;
    // A specification is data, which Vega-Lite itself checks.
    const { spec } = vegaLite.compile(this.spec as unknown as Parameters<typeof vegaLite.compile>[0]);
    const view = new vega.View(vega.parse(spec), { renderer: 'none' });
    const svg = await view.toSVG();
    view.finalize();
    return `${svg}\n`;
  }

  /** The picture as PNG, two pixels per unit. */
  async toPng(): Promise<Uint8Array> {
    const svg = await this.toSvg();
    const { Resvg } = await optional('@resvg/resvg-js', () => importResvg(), 'PNG');
    return new Resvg(svg, { fitTo: { mode: 'zoom', value: PNG_SCALE } }).render().asPng();
  }

  /**
   * Writes the picture to a file; folders on the way are made.
   *
   * @param path ends with `.svg`, `.png` or `.json` (the specification)
   * @throws ArgumentError for another ending; StateError when what draws isn't installed
   */
  async save(path: string): Promise<void> {
    const ending = /\.(svg|png|json)$/i.exec(path)?.[1]?.toLowerCase();
    if (ending === undefined) throw badArgument('path', 'a file name that ends with .svg, .png or .json', path);
    const content =
      ending === 'json'
        ? `${JSON.stringify(this.spec, null, 2)}\n`
        : ending === 'svg'
          ? await this.toSvg()
          : await this.toPng();
    const [{ mkdir, writeFile }, { dirname }] = await Promise.all([import('node:fs/promises'), import('node:path')]);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}
