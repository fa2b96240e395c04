import { camelCase } from '../../support/case.ts';
import { isPlainRecord } from '../../support/plain-record.ts';
import type { Config } from '../../support/registry.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { LayerInputs } from '../call-inputs.ts';
import type { ApplyOptions, CallOptions } from '../call-options.ts';
import { InboundNode, symbolicOptions } from '../inbound-node.ts';
import type { KerasTensor } from '../keras-tensor.ts';
import { Layer } from '../layer.ts';
import type { Structure } from '../structure.ts';

/** One parameter of a function of `ops`, under Keras's name. */
export interface Parameter {
  readonly name: string;
  readonly optional: boolean;
  /** Whether the config of the operation holds it; otherwise it is an argument of the call. */
  readonly configured: boolean;
  /** Whether it takes all further arguments. */
  readonly rest: boolean;
}

/** Arguments by Keras's names. */
export type NamedArguments = Readonly<Record<string, unknown>>;

/** What `apply` of an operation gets: its arguments, tensors among them. */
export interface OperationOptions extends ApplyOptions {
  readonly arguments?: NamedArguments;
}

/** A function of `ops` that takes whatever it takes. */
export type AnyFunction = (...args: unknown[]) => unknown;

/**
 * A function of `ops` as a node of a functional model: what `ops.add(x, y)` becomes when x is symbolic. Keras's
 * `Operation`; its arguments are kept by name in the options of its call.
 */
export abstract class Operation extends Layer {
  static override readonly className: string = 'Operation';
  /** The function. */
  protected abstract readonly compute: AnyFunction;
  /** The function's parameters, in order. */
  abstract readonly parameters: readonly Parameter[];
  /** The arguments that the config holds. */
  readonly configured: NamedArguments;

  constructor(options: Readonly<Record<string, unknown>> = {}) {
    const { name, ...configured } = options;
    super(typeof name === 'string' ? { name } : {});
    this.configured = Object.fromEntries(Object.entries(configured).filter(([, value]) => value !== undefined));
    // Keras's operations know nothing of masks: they end here without a word.
    this.supportsMasking = true;
    this.built = true;
  }

  /** The arguments of a call, by name: those given by position, then those given by name. */
  named(args: readonly unknown[], options: NamedArguments): Record<string, unknown> {
    const names = this.parameters.filter(({ configured }) => !configured);
    const byPosition = names.flatMap(({ name, rest }, i): [string, unknown][] =>
      rest ? [[name, args.slice(i)]] : i < args.length ? [[name, args[i]]] : [],
    );
    return { ...Object.fromEntries(byPosition), ...options };
  }

  /** The arguments of a call by position, as Keras writes them. */
  positional(named: NamedArguments): unknown[] {
    const names = this.parameters.filter(({ configured }) => !configured);
    const last = names.findLastIndex(({ name }) => named[name] !== undefined);
    return names.slice(0, last + 1).flatMap(({ name, rest }) => {
      const value = name === 'key' ? savedKey(named[name]) : named[name];
      return rest && Array.isArray(value) ? value : [value ?? null];
    });
  }

  override call(_inputs: Structure<Tensor>, options: CallOptions & OperationOptions): Structure<Tensor> {
    const values: NamedArguments = { ...this.configured, ...options.arguments };
    const args: unknown[] = [];
    const chosen: Record<string, unknown> = {};
    for (const { name, optional, rest } of this.parameters) {
      const value = values[name];
      if (rest) args.push(...(Array.isArray(value) ? value : []));
      else if (!optional) args.push(value);
      else if (value !== undefined) chosen[camelCase(name)] = value;
    }
    // Functions of ops give tensors, or lists of them.
    return this.compute(...args, ...(Object.keys(chosen).length === 0 ? [] : [chosen])) as Structure<Tensor>;
  }

  override apply<Out extends Structure<KerasTensor> = KerasTensor>(
    inputs: Structure<KerasTensor>,
    options?: OperationOptions,
  ): NoInfer<Out>;
  override apply<Out extends Structure<Tensor> = Tensor>(inputs: LayerInputs, options?: OperationOptions): NoInfer<Out>;
  override apply(
    inputs: Structure<KerasTensor> | LayerInputs,
    options?: OperationOptions,
  ): Structure<KerasTensor> | Structure<Tensor>;
  override apply(
    inputs: Structure<KerasTensor> | LayerInputs,
    options: OperationOptions = {},
  ): Structure<KerasTensor> | Structure<Tensor> {
    if (symbolicOptions(options).length === 0) return super.apply(inputs, options);
    return new InboundNode(this, [], { ...options }, this.computeOutputSpec([], options)).outputs;
  }

  override computeMask(): null {
    return null;
  }

  override getConfig(): Config {
    return { name: this.name, ...this.configured };
  }

  override getBuildConfig(): null {
    return null;
  }
}

/** The key of `getItem` as Keras writes it: Python's slices and ellipsis have envelopes. */
function savedKey(key: unknown): unknown {
  if (Array.isArray(key)) return key.map(savedKey);
  if (key === 'ellipsis') return { class_name: '__ellipsis__', config: {} };
  if (!isPlainRecord(key)) return key;
  const { start = null, stop = null, step = null } = key;
  return { class_name: '__slice__', config: { start, stop, step } };
}

/** Reads one line of the table: `numpy.Mean x axis?! keepdims?!`. */
export function readSignature(line: string): { module: string; className: string; parameters: Parameter[] } {
  const [path = '', ...names] = line.split(' ');
  const dot = path.lastIndexOf('.');
  return {
    module: `keras.src.ops.${path.slice(0, dot)}`,
    className: path.slice(dot + 1),
    parameters: names.map((text) => ({
      name: text.replace(/[*?!]/g, ''),
      optional: text.includes('?'),
      configured: text.includes('!'),
      rest: text.startsWith('*'),
    })),
  };
}
