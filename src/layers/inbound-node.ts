import { isPlainRecord } from '../support/plain-record.ts';
import { isKerasTensor, type KerasTensor } from './keras-tensor.ts';
import type { Layer } from './layer.ts';
import { flattenStructure, type Structure } from './structure.ts';

/** Symbolic tensors among the values of call options, such as a mask or an initial state. */
export function symbolicOptions(value: unknown): KerasTensor[] {
  if (isKerasTensor(value)) return [value];
  if (Array.isArray(value)) return value.flatMap(symbolicOptions);
  return isPlainRecord(value) ? Object.values(value).flatMap(symbolicOptions) : [];
}

/**
 * One symbolic call of a layer: an edge of a functional model's graph. Making it adds it to the layer's
 * `inboundNodes` and gives the outputs their history.
 */
export class InboundNode {
  readonly layer: Layer;
  /** What the layer was applied to; null for the node of an InputLayer. */
  readonly inputs: Structure<KerasTensor> | null;
  readonly options: Readonly<Record<string, unknown>>;
  readonly outputs: Structure<KerasTensor>;
  /** All symbolic tensors that the call needs, in order. */
  readonly inputTensors: readonly KerasTensor[];
  readonly outputTensors: readonly KerasTensor[];
  /** Which of the layer's calls this is. */
  readonly index: number;

  constructor(
    layer: Layer,
    inputs: Structure<KerasTensor> | null,
    options: Readonly<Record<string, unknown>>,
    outputs: Structure<KerasTensor>,
  ) {
    this.layer = layer;
    this.inputs = inputs;
    this.options = options;
    this.outputs = outputs;
    this.inputTensors =
      inputs === null ? [] : [...flattenStructure(inputs, isKerasTensor), ...symbolicOptions(options)];
    this.outputTensors = flattenStructure(outputs, isKerasTensor);
    this.index = layer.inboundNodes.length;
    layer.inboundNodes.push(this);
    this.outputTensors.forEach((tensor, tensorIndex) => {
      tensor.setHistory({ layer, nodeIndex: this.index, tensorIndex });
    });
  }

  /** The calls that make this one's inputs, each once. */
  get parents(): InboundNode[] {
    const nodes = this.inputTensors.map(nodeOf).filter((node) => node !== undefined);
    return [...new Set(nodes)];
  }
}

/** The call that makes a symbolic tensor. */
export function nodeOf(tensor: KerasTensor): InboundNode | undefined {
  const history = tensor.history;
  return history?.layer.inboundNodes[history.nodeIndex];
}
