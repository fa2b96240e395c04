import { type InboundNode, nodeOf } from '../../layers/inbound-node.ts';
import type { KerasTensor } from '../../layers/keras-tensor.ts';
import type { Layer } from '../../layers/layer.ts';
import { oneOf, positiveNumber } from '../../support/check-values.ts';
import { badArgument, checkOptions, StateError } from '../../support/errors.ts';
import { classNameOf } from '../../support/naming.ts';
import { formatShape } from '../../support/shape.ts';
import type { FunctionGraph } from '../function-graph.ts';
import { Model } from '../model.ts';
import { Sequential } from '../sequential.ts';

/** Options of `modelToDot`. */
export interface ModelToDotOptions {
  /** Whether boxes tell the shapes of what goes in and comes out. Default false. */
  readonly showShapes?: boolean;
  /** Whether boxes tell the dtype of what comes out. Default false. */
  readonly showDtype?: boolean;
  /** Whether boxes tell the names of layers. Default true (false in `plotModel`). */
  readonly showLayerNames?: boolean;
  /** 'TB': from top to bottom (default), 'LR': from left to right, 'BT', 'RL'. */
  readonly rankdir?: 'TB' | 'LR' | 'BT' | 'RL';
  /** Whether models inside of the model are drawn as frames with their layers. Default false. */
  readonly expandNested?: boolean;
  /** Points per inch of a PNG. Default 200. */
  readonly dpi?: number;
  /** Whether to give a `subgraph` for a graph of your own. Default false. */
  readonly subgraph?: boolean;
  /** Whether boxes tell activation functions. Default false. */
  readonly showLayerActivations?: boolean;
  /** Whether boxes of layers with weights tell if they are trained. Default false. */
  readonly showTrainable?: boolean;
  /** How lines run: 'ortho' (default), 'curved', 'polyline', 'spline', 'line'. */
  readonly splines?: 'ortho' | 'curved' | 'polyline' | 'spline' | 'line';
}

const optionNames = [
  'showShapes',
  'showDtype',
  'showLayerNames',
  'rankdir',
  'expandNested',
  'dpi',
  'subgraph',
  'showLayerActivations',
  'showTrainable',
  'splines',
];

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

const quoted = (text: string): string => JSON.stringify(text);

/** The graph of a model that has one. */
function graphOf(model: Layer): FunctionGraph | undefined {
  return model instanceof Model && (model.isFunctional || model instanceof Sequential) ? model.graph : undefined;
}

/**
 * The graph of a model's layers in DOT, the language of Graphviz.
 *
 * @param model a Sequential or functional model that is built
 * @param options `showShapes`, `showDtype`, `showLayerNames`, `rankdir`, `expandNested`, `dpi`, `subgraph`,
 *   `showLayerActivations`, `showTrainable`, `splines`
 * @returns a `digraph`, or a `subgraph` when asked for
 * @throws StateError when the model is not built, or its `call` is a method, which has no graph
 *
 * Source: https://keras.io/api/utils/model_plotting_utils/#model_to_dot-function
 *
 * @example
 * ```ts
 * import { layers, Sequential, utils } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [4] }), new layers.Dense(2, { name: 'top' })]);
 * console.log(utils.modelToDot(model).includes('top')); // => true
 * ```
 */
export function modelToDot(model: Model, options: ModelToDotOptions = {}): string {
  checkOptions('modelToDot', options, optionNames);
  if (!(model instanceof Model)) throw badArgument('model', 'a model', model);
  const { rankdir = 'TB', dpi = 200, subgraph = false, splines = 'ortho' } = options;
  oneOf('rankdir', rankdir, ['TB', 'LR', 'BT', 'RL']);
  oneOf('splines', splines, ['ortho', 'curved', 'polyline', 'spline', 'line']);
  positiveNumber('dpi', dpi);
  const body = new Drawing(options).draw(model, model.name);
  if (subgraph) return frame(model, model.name, body);
  return [
    `digraph ${quoted(model.name)} {`,
    `  graph [rankdir=${rankdir}, dpi=${dpi}, splines=${splines}, bgcolor=white]`,
    '  node [shape=plaintext, fontname=Arial, fontsize=11, margin=0, width=0, height=0]',
    '  edge [color="#444444", arrowsize=0.7]',
    ...indented(body),
    '}',
    '',
  ].join('\n');
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

const frame = (model: Layer, path: string, body: readonly string[]): string =>
  [
    `subgraph ${quoted(`cluster_${path}`)} {`,
    `  label=${quoted(model.name)}; fontname=Arial; fontsize=11; style="rounded,dashed"; color="#888888"`,
    ...indented(body),
    '}',
  ].join('\n');

class Drawing {
  readonly #options: ModelToDotOptions;

  constructor(options: ModelToDotOptions) {
    this.#options = options;
  }

  /** Boxes and lines of a model; `path` makes the names of boxes unique. */
  draw(model: Model, path: string): string[] {
    const graph = graphOf(model);
    if (graph === undefined) {
      throw new StateError(
        `Model "${model.name}" has no graph of layers to draw: build it, or make it functional. Received: ${model}`,
      );
    }
    const boxes = graph.layers.flatMap((layer) => this.#boxes(layer, graph, path));
    const lines = graph.nodes.flatMap((node) =>
      node.inputTensors.flatMap((tensor, i) => {
        const from = this.#exit(tensor, path);
        const to = this.#entry(node, i, path);
        return from === undefined ? [] : [`${quoted(from)} -> ${quoted(to)}`];
      }),
    );
    return [...boxes, ...new Set(lines)];
  }

  #isExpanded(layer: Layer): layer is Model {
    return this.#options.expandNested === true && graphOf(layer) !== undefined;
  }

  #boxes(layer: Layer, graph: FunctionGraph, path: string): string[] {
    const id = `${path}/${layer.name}`;
    if (this.#isExpanded(layer)) return frame(layer, id, this.draw(layer, id)).split('\n');
    const nodes = layer.inboundNodes.filter((node) => graph.includes(node));
    return [`${quoted(id)} [label=<${this.#label(layer, nodes)}>]`];
  }

  /** The box that a tensor comes from. */
  #exit(tensor: KerasTensor, path: string): string | undefined {
    const layer = nodeOf(tensor)?.layer;
    if (layer === undefined) return undefined;
    const id = `${path}/${layer.name}`;
    const inner = this.#isExpanded(layer) ? graphOf(layer)?.outputList[tensor.history?.tensorIndex ?? 0] : undefined;
    return inner === undefined ? id : this.#exit(inner, id);
  }

  /** The box that a call's input goes to. */
  #entry({ layer }: InboundNode, input: number, path: string): string {
    const id = `${path}/${layer.name}`;
    const inner = this.#isExpanded(layer) ? graphOf(layer)?.inputList[input] : undefined;
    const node = inner === undefined ? undefined : nodeOf(inner);
    return node === undefined ? id : this.#entry(node, 0, id);
  }

  #label(layer: Layer, nodes: readonly InboundNode[]): string {
    const { showLayerNames = true, showLayerActivations, showShapes, showDtype, showTrainable } = this.#options;
    const className = classNameOf(layer);
    const { activation } = layer.getConfig();
    const rows: [string, string][] = [];
    if (showLayerActivations && typeof activation === 'string') rows.push(['activation', activation]);
    const shapes = (tensors: (node: InboundNode) => readonly KerasTensor[]) =>
      nodes
        .map((node) =>
          tensors(node)
            .map(({ shape }) => formatShape(shape))
            .join(', '),
        )
        .join(' | ');
    if (showShapes && nodes.some((node) => node.inputTensors.length > 0))
      rows.push(['input', shapes((node) => node.inputTensors)]);
    if (showShapes) rows.push(['output', shapes((node) => node.outputTensors)]);
    if (showDtype)
      rows.push(['dtype', [...new Set(nodes.flatMap((node) => node.outputTensors.map((t) => t.dtype)))].join(', ')]);
    if (showTrainable && layer.weights.length > 0) rows.push(['trainable', layer.trainable ? 'yes' : 'no']);
    const color = showTrainable && layer.weights.length > 0 && !layer.trainable ? '#e6e6e6' : '#dbe9f6';
    const cell = (text: string, attributes = '') => `<td align="left"${attributes}>${escaped(text)}&#160;&#160;</td>`;
    const head = ` bgcolor="${color}"`;
    const title = showLayerNames
      ? [cell(layer.name, head), cell(className, head)]
      : [cell(className, `${head} colspan="2"`)];
    const lines = [title, ...rows.map(([name, value]) => [cell(name), cell(value)])];
    return `<table border="0" cellborder="1" cellspacing="0" cellpadding="4" color="#7f9db9">${lines
      .map((cells) => `<tr>${cells.join('')}</tr>`)
      .join('')}</table>`;
  }
}
