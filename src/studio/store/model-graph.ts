import { isPlainRecord } from '../../support/plain-record.ts';
import type { GraphDefNode } from '../events/located-values.ts';
import type { GraphAnswer, GraphNode } from '../protocol/index.ts';

type Graph = Pick<GraphAnswer, 'name' | 'nodes' | 'edges'>;
type Edge = GraphAnswer['edges'][number];
type Json = { readonly [key: string]: unknown };

/** Entries of configs that say nothing about what a layer does. */
const dull = new Set(['name', 'trainable', 'dtype', 'registered_name', 'module', 'seed', 'build_config']);
const MOST_DETAILS = 12;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A config entry in words; null for what is not worth words. */
function words(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (isPlainRecord(value)) return textOf(value.class_name) || null;
  return Array.isArray(value) ? `(${value.map((one) => words(one) ?? 'any').join(', ')})` : String(value);
}

const detailsOf = (config: Json): [string, string][] =>
  Object.entries(config)
    .flatMap(([key, value]): [string, string][] => {
      const text = dull.has(key) ? null : words(value);
      return text === null ? [] : [[key.replaceAll('_', ' '), text]];
    })
    .slice(0, MOST_DETAILS);

/** Names of the layers that feed a call, wherever they stand in the arguments of Keras's `inbound_nodes`. */
function sources(value: unknown, into: Set<string>): Set<string> {
  if (isPlainRecord(value)) {
    const history = isPlainRecord(value.config) ? value.config.keras_history : undefined;
    if (Array.isArray(history)) into.add(textOf(history[0]));
    else for (const one of Object.values(value)) sources(one, into);
  } else if (Array.isArray(value)) {
    // Keras 2: [[['dense', 0, 0, {}]]].
    if (typeof value[0] === 'string' && typeof value[1] === 'number') into.add(value[0]);
    else for (const one of value) sources(one, into);
  }
  return into;
}

/** Adds the layers of a model, and of those nested in it; says which node comes in first and which goes out last. */
function add(model: Json, inside: string | null, nodes: GraphNode[], edges: Edge[]): void {
  const config = isPlainRecord(model.config) ? model.config : {};
  const idOf = (name: string): string => (inside === null ? name : `${inside}/${name}`);
  let previous: string | null = null;
  const sequential = model.class_name === 'Sequential';
  for (const layer of listOf(config.layers)) {
    if (!isPlainRecord(layer)) continue;
    const own = isPlainRecord(layer.config) ? layer.config : {};
    const name = textOf(layer.name) || textOf(own.name);
    const id = idOf(name);
    const nested = Array.isArray(own.layers);
    const className = textOf(layer.class_name);
    nodes.push({
      id,
      name,
      className,
      layer: nested || className === 'InputLayer' ? null : name,
      inside,
      details: nested ? [] : detailsOf(own),
    });
    if (nested) add(layer, id, nodes, edges);
    if (sequential && previous !== null) edges.push({ from: previous, to: id });
    for (const from of sources(layer.inbound_nodes, new Set())) edges.push({ from: idOf(from), to: id });
    previous = id;
  }
}

/** The graph of a model's Keras JSON; null for what is none. */
export function kerasGraph(json: string): Graph | null {
  let model: unknown;
  try {
    model = JSON.parse(json);
  } catch {
    return null;
  }
  if (!isPlainRecord(model) || !isPlainRecord(model.config)) return null;
  const nodes: GraphNode[] = [];
  const edges: Edge[] = [];
  add(model, null, nodes, edges);
  return { name: textOf(model.config.name), nodes, edges };
}

/** A graph of operations, as TensorFlow and PyTorch write it; scopes stand before `/` in names. */
export function operationGraph(operations: readonly GraphDefNode[]): Graph {
  const known = new Set(operations.map(({ name }) => name));
  // "^name" is a control dependency, "name:1" the second output.
  const sourceOf = (input: string): string => input.replace(/^\^/, '').replace(/:\d+$/, '');
  return {
    name: 'graph',
    nodes: operations.map(({ name, op }) => ({
      id: name,
      name: name.split('/').at(-1) ?? name,
      className: op,
      layer: null,
      inside: null,
      details: [['path', name]],
    })),
    edges: operations.flatMap(({ name, inputs }) =>
      inputs.map(sourceOf).flatMap((from) => (known.has(from) ? [{ from, to: name }] : [])),
    ),
  };
}
