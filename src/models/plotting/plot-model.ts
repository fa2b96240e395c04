import { importResvg } from '../../plot/import-resvg.ts';
import { badArgument, StateError } from '../../support/errors.ts';
import type { Model } from '../model.ts';
import { type ModelToDotOptions, modelToDot } from './model-to-dot.ts';

/** Options of `plotModel`. */
export interface PlotModelOptions extends Omit<ModelToDotOptions, 'subgraph'> {
  /** Where the picture goes; ends with .png, .svg or .dot. null writes nothing. Default 'model.png'. */
  readonly toFile?: string | null;
}

/** Graphviz counts 96 points to the inch in SVG. */
const SVG_DPI = 96;

/**
 * Draws a model's layers and what flows between them, and writes the picture to a file (in Node).
 *
 * @param model a Sequential or functional model that is built
 * @param options `toFile` and those of `modelToDot`; names of layers are not shown by default
 * @returns the picture as SVG
 * @throws StateError when the model has no graph, or `@hpcc-js/wasm-graphviz` (and `@resvg/resvg-js` for PNG) isn't
 *   installed; ArgumentError for another ending. Nothing is written then
 *
 * Source: https://keras.io/api/utils/model_plotting_utils/#plot_model-function
 *
 * @example
 * ```ts no-run
 * import { layers, Sequential, utils } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [4] }), new layers.Dense(2)]);
 * await utils.plotModel(model, { toFile: 'model.svg', showShapes: true });
 * ```
 */
export async function plotModel(model: Model, options: PlotModelOptions = {}): Promise<string> {
  const { toFile = 'model.png', ...dotOptions } = options;
  const ending = toFile === null ? 'svg' : /\.(png|svg|dot)$/i.exec(toFile)?.[1]?.toLowerCase();
  if (ending === undefined) throw badArgument('toFile', 'a file name that ends with .png, .svg or .dot', toFile);
  const dot = modelToDot(model, { showLayerNames: false, ...dotOptions });
  const { Graphviz } = await installed('@hpcc-js/wasm-graphviz', () => import('@hpcc-js/wasm-graphviz'));
  // The size of an SVG is that of a screen; dpi says how fine a PNG is.
  const svg = (await Graphviz.load()).dot(dot.replace(/dpi=[\d.]+/, `dpi=${SVG_DPI}`), 'svg');
  if (toFile === null) return svg;
  const content = ending === 'dot' ? dot : ending === 'svg' ? svg : await toPng(svg, (options.dpi ?? 200) / SVG_DPI);
  const [{ mkdir, writeFile }, { dirname }] = await Promise.all([import('node:fs/promises'), import('node:path')]);
  await mkdir(dirname(toFile), { recursive: true });
  await writeFile(toFile, content);
  return svg;
}

async function toPng(svg: string, zoom: number): Promise<Uint8Array> {
  const { Resvg } = await installed('@resvg/resvg-js', () => importResvg());
  return new Resvg(svg, { fitTo: { mode: 'zoom', value: zoom } }).render().asPng();
}

/** A library that only pictures need. */
async function installed<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw new StateError(
      `Drawing a model needs ${name}: npm install ${name}. Received: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
    );
  }
}
