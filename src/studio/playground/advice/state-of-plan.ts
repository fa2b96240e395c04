import { layersIn, optimizerIn } from '../../../doctor/remedies/plan.ts';
import type { Plan } from '../../../doctor/remedies/remedy.ts';
import { isSerialized, type SerializedObject } from '../../../support/registry.ts';
import { netSpec } from '../net/net-spec.ts';
import {
  type ClippingName,
  fields,
  type InitializerName,
  type NormalizationName,
  type OptimizerName,
  type PlaygroundState,
} from '../state/playground-state.ts';

/** The one value that all hidden layers share; undefined where they differ, or there is none. */
function shared<T>(values: readonly T[]): T | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}

const initializerClasses: Readonly<Record<string, InitializerName>> = {
  GlorotUniform: 'glorot_uniform',
  GlorotNormal: 'glorot_normal',
  HeNormal: 'he_normal',
  HeUniform: 'he_uniform',
  LecunNormal: 'lecun_normal',
  LecunUniform: 'lecun_uniform',
  Orthogonal: 'orthogonal',
  Zeros: 'zeros',
};

function initializerIn({ config }: SerializedObject): InitializerName | undefined {
  const initializer = config.kernel_initializer;
  if (!isSerialized(initializer)) return undefined;
  if (initializer.class_name === 'RandomNormal')
    return fields.initializer.parse(`normal_${String(initializer.config.stddev)}`);
  return initializerClasses[initializer.class_name];
}

/** Learning rates live in float32, which a person wrote with fewer digits. */
const asWritten = (rate: unknown): number => Number(Number(rate).toPrecision(7));

/** Everything between one kernel and the next. */
interface Block {
  readonly dense: SerializedObject;
  readonly rest: readonly SerializedObject[];
}

function blocksIn(layers: readonly SerializedObject[]): Block[] {
  const starts = layers.flatMap((layer, i) => (layer.class_name === 'Dense' ? [i] : []));
  return starts.flatMap((start, i) => {
    const [dense, ...rest] = layers.slice(start, starts[i + 1]);
    return dense === undefined ? [] : [{ dense, rest }];
  });
}

function activationIn({ dense, rest }: Block): string {
  const own = dense.config.activation;
  const separate = rest.find(({ class_name: name }) => name === 'Activation')?.config.activation;
  return typeof own === 'string' && own !== 'linear' ? own : typeof separate === 'string' ? separate : 'linear';
}

function normalizationIn({ rest }: Block): NormalizationName {
  if (rest.some(({ class_name: name }) => name === 'BatchNormalization')) return 'batch';
  return rest.some(({ class_name: name }) => name === 'LayerNormalization') ? 'layer' : 'none';
}

const dropoutIn = ({ rest }: Block): number =>
  Number(rest.find(({ class_name: name }) => /Dropout$/.test(name))?.config.rate ?? 0);

function optimizerNameIn(plan: Plan): OptimizerName | undefined {
  const { name, config } = optimizerIn(plan);
  if (name !== 'SGD') return fields.optimizer.parse(name.toLowerCase());
  if (config.momentum === 0) return 'sgd';
  return config.nesterov === true ? 'nesterov' : 'momentum';
}

function clippingIn(plan: Plan): readonly [ClippingName, number | undefined] {
  const { config } = optimizerIn(plan);
  for (const name of ['clipvalue', 'clipnorm', 'global_clipnorm'] as const) {
    const limit = config[name];
    if (typeof limit === 'number') return [name, limit];
  }
  return ['none', undefined];
}

/**
 * Reads a plan back as a state: the other way of `buildModel`. Remedies edit plans; what can be read back can be applied
 * to the playground.
 *
 * @param from the state that the plan was made of; it gives what plans don't hold, such as the data
 * @returns null when the plan says something that no state can say
 */
export function stateOfPlan(plan: Plan, from: PlaygroundState): PlaygroundState | null {
  const layers = layersIn(plan);
  const hidden = blocksIn(layers);
  const output = hidden.pop();
  const spec = netSpec(from);
  if (output?.dense.config.activation !== spec.output.options.activation || plan.compile.loss !== spec.loss)
    return null;
  const [clipping, clipAt = from.clipAt] = clippingIn(plan);
  const text = <T>(value: T | undefined): string => String(value);
  const read = {
    standardize: layers.some(({ class_name: name }) => name === 'Normalization'),
    depth: fields.depth.parse(text(hidden.length)),
    width: fields.width.parse(text(shared(hidden.map(({ dense }) => dense.config.units)))),
    activation: fields.activation.parse(text(shared(hidden.map(activationIn)))),
    initializer: shared(hidden.map(({ dense }) => initializerIn(dense))),
    normalization: shared(hidden.map(normalizationIn)),
    dropout: fields.dropout.parse(text(shared(hidden.map(dropoutIn)))),
    optimizer: optimizerNameIn(plan),
    learningRate: fields.learningRate.parse(text(asWritten(optimizerIn(plan).config.learning_rate))),
    batchSize: fields.batchSize.parse(text(plan.batchSize)),
    clipping,
    clipAt: fields.clipAt.parse(text(clipAt)),
  };
  return isWhole(read) ? { ...from, ...read } : null;
}

/** Whether nothing is undefined. */
function isWhole<T extends object>(record: T): record is { [K in keyof T]: Exclude<T[K], undefined> } & T {
  return Object.values(record).every((value) => value !== undefined);
}
