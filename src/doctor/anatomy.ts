import * as activations from '../activations/index.ts';
import { computeFans } from '../initializers/fans.ts';
import { InputLayer } from '../layers/core/input.ts';
import { Layer } from '../layers/layer.ts';
import { Model, Sequential } from '../models/index.ts';
import { snakeCase } from '../support/case.ts';
import { isSerialized } from '../support/registry.ts';

/** A layer with a kernel, and everything up to the next one: how the doctor cuts a net. */
export interface Stage {
  readonly layer: Layer;
  readonly name: string;
  /** Keras's class name. */
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly recurrent: boolean;
  readonly units: number;
  readonly fanIn: number;
  readonly fanOut: number;
  /** The activation function behind the kernel, wherever it stands; `linear` when there is none. */
  readonly activation: string;
  /** Another one behind that, in a layer of its own; null where there is none, as there should be. */
  readonly secondActivation: string | null;
  /** The name of the layer that applies it. */
  readonly activationLayer: string;
  /** A normalization stands between kernel and activation. */
  readonly normalized: boolean;
  /** A normalization stands between the last stage's activation and this kernel. */
  readonly normalizedInput: boolean;
  /** Normalization layers of this stage. */
  readonly normalizations: readonly Layer[];
  /** Shares dropped behind the activation, by layer. */
  readonly dropouts: readonly { readonly layer: Layer; readonly rate: number }[];
  readonly output: boolean;
}

/** A model as its stages. */
export interface Anatomy {
  readonly stages: readonly Stage[];
  readonly leaves: readonly Layer[];
  /** Shares dropped of what the first kernel gets, by layer. */
  readonly inputDropouts: Stage['dropouts'];
  /** One chain of layers, without branches: what mean-field theory speaks of. */
  readonly chain: boolean;
  /** The net normalizes or rescales its inputs itself. */
  readonly normalizesInput: boolean;
}

const className = (layer: Layer): string => {
  const cls = layer.constructor;
  return 'className' in cls && typeof cls.className === 'string' ? cls.className : cls.name;
};

const isNormalization = (layer: Layer): boolean => /Normalization$/.test(className(layer));
const isRecurrent = (name: string): boolean => /RNN|GRU|LSTM|Bidirectional/.test(name);
const activationLayers: Readonly<Record<string, string>> = {
  ReLU: 'relu',
  LeakyReLU: 'leaky_relu',
  PReLU: 'prelu',
  RReLU: 'rrelu',
  ELU: 'elu',
  ThresholdedReLU: 'relu',
  Softmax: 'softmax',
};

/**
 * A layer's config. Layers with functions of the user's own that have no name can't be written down; of these it holds
 * what is read here.
 */
export function configOf(layer: Layer): Readonly<Record<string, unknown>> {
  try {
    return layer.getConfig();
  } catch {
    const field = (name: string): unknown => Object.entries(layer).find(([key]) => key === name)?.[1];
    const activation = field('activation');
    return {
      name: layer.name,
      units: field('units'),
      filters: field('filters'),
      rate: field('rate'),
      use_bias: field('useBias'),
      activation: typeof activation === 'function' ? activationName(activation) : null,
    };
  }
}

const activationName = (activation: object): string => {
  const found = Object.entries(activations).find(([, one]) => one === activation)?.[0];
  return found === undefined ? 'custom' : snakeCase(found);
};

/** The name of an activation in a config. */
function activationOf(config: Readonly<Record<string, unknown>>): string {
  const { activation } = config;
  if (typeof activation === 'string') return activation;
  if (isSerialized(activation)) return activationLayers[activation.class_name] ?? snakeCase(activation.class_name);
  return activation === null || activation === undefined ? 'linear' : 'custom';
}

/** The layers that hold no others, in the order in which they are called as far as that is known. */
function leavesOf(model: Layer): Layer[] {
  const inside = model instanceof Model ? model.layers : model.subLayers().filter((layer) => layer instanceof Layer);
  const children = inside.filter((layer) => !(layer instanceof InputLayer));
  return children.flatMap((layer) => {
    const recurrent = isRecurrent(className(layer));
    return recurrent || layer.subLayers().length === 0 ? [layer] : leavesOf(layer);
  });
}

const isMerge = (layer: Layer): boolean =>
  /^(Add|Subtract|Multiply|Average|Maximum|Minimum|Concatenate|Dot)$/.test(className(layer));

/** The layers that a model's outputs come from; empty where only its `call` knows. */
function endsOf(model: Model): ReadonlySet<Layer> {
  const makers = model.isGraph ? model.outputs.flatMap(({ history }) => history?.layer ?? []) : [];
  return new Set(makers.flatMap((layer) => (layer instanceof Model ? [...endsOf(layer)] : [layer])));
}

/** Cuts a model into stages. The model must be built. */
export function anatomyOf(model: Model): Anatomy {
  const leaves = leavesOf(model);
  const ends = endsOf(model);
  const stages: Stage[] = [];
  let pending: Layer[] = [];
  let head: Layer | null = null;
  let before: Layer[] = [];
  const close = (last: boolean): void => {
    if (head === null) return;
    const output = last || [head, ...pending].some((layer) => ends.has(layer));
    stages.push(stageOf(head, before, pending, output));
  };
  for (const layer of leaves) {
    if (kernelOf(layer) === undefined || isNormalization(layer)) {
      pending.push(layer);
      continue;
    }
    close(false);
    // What follows an activation belongs to the stage before; a normalization there also feeds this one.
    before = pending;
    head = layer;
    pending = [];
  }
  close(true);
  const [front] = leaves;
  const first = stages[0]?.layer;
  return {
    stages,
    leaves,
    inputDropouts: dropoutsOf(leaves.slice(0, first === undefined ? 0 : leaves.indexOf(first))),
    chain: (model instanceof Sequential || !leaves.some(isMerge)) && (model instanceof Sequential || model.isGraph),
    normalizesInput:
      leaves.slice(0, 3).some((layer) => isNormalization(layer) || /Rescaling|Embedding/.test(className(layer))) &&
      (front === undefined || kernelOf(front) === undefined || isNormalization(front)),
  };
}

const kernelOf = (layer: Layer) => layer.weights.find(({ name }) => /kernel$/.test(name) && !/recurrent/.test(name));

function stageOf(layer: Layer, before: readonly Layer[], after: readonly Layer[], output: boolean): Stage {
  const kernel = kernelOf(layer);
  const { fanIn, fanOut } = computeFans(kernel?.shape ?? []);
  const config = configOf(layer);
  const own = activationOf(config);
  const name = className(layer);
  const place = after.findIndex(
    (one) => activationLayers[className(one)] !== undefined || className(one) === 'Activation',
  );
  const behind = place >= 0 ? after[place] : undefined;
  const separate = own === 'linear' ? behind : undefined;
  const applied = (one: Layer): string => activationLayers[className(one)] ?? activationOf(configOf(one));
  const activation = separate === undefined ? own : applied(separate);
  const between = separate === undefined ? [] : after.slice(0, place);
  return {
    layer,
    name: layer.name,
    className: name,
    config,
    recurrent: isRecurrent(name),
    units: Number(config.units ?? config.filters ?? kernel?.shape.at(-1) ?? fanOut),
    fanIn,
    fanOut,
    activation,
    secondActivation: separate === undefined && behind !== undefined ? applied(behind) : null,
    activationLayer: (separate ?? layer).name,
    normalized: between.some(isNormalization),
    normalizedInput: lastNormalizes(before),
    normalizations: after.filter(isNormalization),
    dropouts: dropoutsOf(after),
    output,
  };
}

const dropoutsOf = (layers: readonly Layer[]): Stage['dropouts'] =>
  layers.flatMap((layer) => {
    const { rate } = configOf(layer);
    return /Dropout/.test(className(layer)) && typeof rate === 'number' ? [{ layer, rate }] : [];
  });

/** Whether a normalization comes after the last activation of a run of layers. */
function lastNormalizes(layers: readonly Layer[]): boolean {
  const normalization = layers.findLastIndex(isNormalization);
  const activation = layers.findLastIndex((layer) => /Activation|ReLU|ELU/.test(className(layer)));
  return normalization > activation;
}

/** A stage's initializer as Keras's class name and config, or null. */
export function initializerOf(
  stage: Stage,
  key: 'kernel_initializer' | 'bias_initializer' | 'recurrent_initializer',
): { readonly className: string; readonly config: Readonly<Record<string, unknown>> } | null {
  const value = stage.config[key];
  return isSerialized(value) ? { className: value.class_name, config: value.config } : null;
}
