import { type DType, standardizeDtype } from '../../support/dtype.ts';
import { ArgumentError, badArgument, checkOptions, describe } from '../../support/errors.ts';
import { autoName } from '../../support/naming.ts';
import { type Config, optionsFromConfig } from '../../support/registry.ts';
import { formatShape, type PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { InboundNode } from '../inbound-node.ts';
import { isPartialShape, KerasTensor } from '../keras-tensor.ts';
import { Layer } from '../layer.ts';
import type { Structure } from '../structure.ts';

export interface InputOptions {
  /** The shape of one sample, without the batch axis; null where it may vary. Give this or `batchShape`. */
  shape?: PartialShape | null;
  /** Default null: any number of samples. */
  batchSize?: number | null;
  /** Default 'float32'. */
  dtype?: DType | null;
  /** The shape with the batch axis. */
  batchShape?: PartialShape | null;
  name?: string | null;
  /** Whether the input may be left out. Default false. */
  optional?: boolean;
  /** Keras's flag for sparse tensors, which there are none of: false or null. */
  sparse?: boolean | null;
  /** Keras's flag for ragged tensors, which there are none of: false or null. */
  ragged?: boolean | null;
}

const optionNames = ['shape', 'batchSize', 'dtype', 'batchShape', 'name', 'optional', 'sparse', 'ragged'];

function batchShapeOf({ shape, batchSize, batchShape }: InputOptions): PartialShape {
  const hasShape = shape !== undefined && shape !== null;
  const hasBatchShape = batchShape !== undefined && batchShape !== null;
  if (hasShape === hasBatchShape) {
    throw new ArgumentError(
      `An Input takes either \`shape\` (without the batch) or \`batchShape\`. Received: shape=${describe(shape)}, batchShape=${describe(batchShape)}`,
    );
  }
  if (hasBatchShape) {
    if (!isPartialShape(batchShape) || batchShape.length === 0)
      throw badArgument('batchShape', 'a non-empty list of non-negative integers and nulls', batchShape);
    return batchShape;
  }
  if (!isPartialShape(shape))
    throw badArgument('shape', 'a list of non-negative integers, with null where the extent may vary', shape);
  if (batchSize !== undefined && batchSize !== null && (!Number.isInteger(batchSize) || batchSize < 1)) {
    throw badArgument('batchSize', 'a positive integer or null', batchSize);
  }
  return [batchSize ?? null, ...shape];
}

/**
 * The layer behind an `Input`. Sequential and functional models begin with it.
 *
 * @param options shape and dtype of what comes in
 * @see https://keras.io/api/layers/core_layers/input/
 *
 * @example
 * ```ts
 * import { layers, Sequential } from 'keratin';
 * const model = new Sequential([new layers.InputLayer({ shape: [4] }), new layers.Dense(2)]);
 * console.log(model.countParams()); // => 10
 * ```
 */
export class InputLayer extends Layer {
  static override readonly className: string = 'InputLayer';
  readonly batchShape: PartialShape;
  readonly optional: boolean;

  /** @param tensor the symbolic tensor that is to come out; made when left out */
  constructor(options: InputOptions, tensor?: KerasTensor) {
    const { name, dtype, optional, sparse, ragged } = options;
    checkOptions('Input', options, optionNames);
    if (sparse) throw badArgument('sparse', 'false: there are no sparse tensors', sparse);
    if (ragged) throw badArgument('ragged', 'false: there are no ragged tensors', ragged);
    const batchShape = batchShapeOf(options);
    super({ ...(name ? { name } : {}), dtype: standardizeDtype(dtype ?? 'float32') });
    this.batchShape = batchShape;
    this.optional = optional ?? false;
    this.built = true;
    new InboundNode(this, null, {}, tensor ?? new KerasTensor(batchShape, { dtype: this.dtype, name: this.name }));
  }

  override call(inputs: Structure<Tensor>): Structure<Tensor> {
    return inputs;
  }

  /** Keras 2 wrote `batch_input_shape`. */
  static override fromConfig(config: Config): InputLayer {
    const { batch_input_shape: old, ...rest } = config;
    return new InputLayer(optionsFromConfig(old === undefined ? rest : { ...rest, batch_shape: old }));
  }

  override getConfig(): Config {
    return {
      batch_shape: this.batchShape,
      dtype: this.dtype,
      sparse: false,
      ragged: false,
      name: this.name,
      optional: this.optional,
    };
  }

  override toString(): string {
    return `<InputLayer name=${this.name}, shape=${formatShape(this.batchShape)}, dtype=${this.dtype}>`;
  }
}

/**
 * The beginning of a model: a symbolic tensor that stands for its data.
 *
 * @param options `{ shape }` of one sample, or `{ batchShape }`; `batchSize`, `dtype`, `name`
 * @throws ArgumentError when neither or both shapes are given, or one isn't a shape
 * @see https://keras.io/api/layers/core_layers/input/
 *
 * @example
 * ```ts
 * import { layers, Model } from 'keratin';
 * const x = new layers.Input({ shape: [4] });
 * const model = new Model({ inputs: x, outputs: new layers.Dense(2).apply(x) });
 * console.log(model.countParams()); // => 10
 * ```
 */
export class Input extends KerasTensor {
  constructor(options: InputOptions) {
    checkOptions('Input', options, optionNames);
    const shape = batchShapeOf(options);
    const name = options.name ?? autoName(InputLayer.className);
    super(shape, { dtype: standardizeDtype(options.dtype ?? 'float32'), name });
    new InputLayer({ ...options, name }, this);
  }
}

/** `new Input(options)` for those who write `Input({ shape: [4] })`, as in Keras. */
export const input = (options: InputOptions): Input => new Input(options);
