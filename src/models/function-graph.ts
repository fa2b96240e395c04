import { type InboundNode, nodeOf } from '../layers/inbound-node.ts';
import { isTensor } from '../layers/infer-outputs.ts';
import { isKerasTensor, KerasTensor } from '../layers/keras-tensor.ts';
import type { Layer } from '../layers/layer.ts';
import { flattenStructure, mapStructure, type Structure } from '../layers/structure.ts';
import { badArgument } from '../support/errors.ts';
import { sameShape } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { cutGraph, isInputTensor } from './clone-graph.ts';
import { mapGraph } from './map-graph.ts';
import { replaceSymbolic } from './replace-symbolic.ts';

/** What runs one call of the graph: the layer itself on tensors, or its shape rule on symbolic tensors. */
type CallNode<T> = (layer: Layer, inputs: Structure<T>, options: Record<string, unknown>) => Structure<T>;

function checkSymbolic(tensors: Structure<KerasTensor>, name: string): KerasTensor[] {
  let leaves: KerasTensor[] = [];
  try {
    leaves = flattenStructure(tensors, isKerasTensor);
  } catch {
    throw badArgument(name, 'symbolic tensors: an Input, or what layers give when they are applied to one', tensors);
  }
  if (leaves.length === 0) throw badArgument(name, 'at least one symbolic tensor', tensors);
  return leaves;
}

/** The layers between symbolic inputs and outputs, as one function. */
export class FunctionGraph {
  /** As the user gave them: one tensor, a list or a record. */
  readonly inputs: Structure<KerasTensor>;
  readonly outputs: Structure<KerasTensor>;
  readonly inputList: readonly KerasTensor[];
  readonly outputList: readonly KerasTensor[];
  readonly layers: readonly Layer[];
  readonly nodes: readonly InboundNode[];
  readonly nodesByDepth: readonly (readonly InboundNode[])[];

  constructor(inputs: Structure<KerasTensor>, outputs: Structure<KerasTensor>) {
    const given = checkSymbolic(inputs, 'inputs');
    checkSymbolic(outputs, 'outputs');
    if (new Set(given).size !== given.length) throw badArgument('inputs', 'different tensors', inputs);
    const graph = given.every(isInputTensor) ? { inputs, outputs } : cutGraph(inputs, outputs);
    this.inputs = graph.inputs;
    this.outputs = graph.outputs;
    this.inputList = flattenStructure(graph.inputs, isKerasTensor);
    this.outputList = flattenStructure(graph.outputs, isKerasTensor);
    ({
      layers: this.layers,
      nodes: this.nodes,
      nodesByDepth: this.nodesByDepth,
    } = mapGraph(this.inputList, this.outputList));
  }

  /** The names of the input layers, in order. */
  get inputNames(): string[] {
    return this.inputList.map((tensor) => tensor.history?.layer.name ?? tensor.name);
  }

  /** The names of the layers that make the outputs, in order. */
  get outputNames(): string[] {
    return this.outputList.map((tensor) => tensor.history?.layer.name ?? tensor.name);
  }

  /** Whether a call of a layer belongs to this graph. */
  includes(node: InboundNode): boolean {
    return this.nodes.includes(node);
  }

  /** The graph's outputs for tensors in the places of its inputs (in the order of `inputList`). */
  run(inputs: readonly Tensor[]): Structure<Tensor> {
    return this.#evaluate<Tensor>(inputs, isTensor, (layer, values, options) =>
      layer.apply<Structure<Tensor>>(values, options),
    );
  }

  /** The symbolic outputs for other symbolic inputs. Layers are not called, so their calls don't grow. */
  computeOutputSpec(inputs: readonly KerasTensor[]): Structure<KerasTensor> {
    if (inputs.every((input, i) => sameShape(input.shape, this.inputList[i]?.shape ?? []))) {
      return mapStructure(
        this.outputs,
        isKerasTensor,
        (output) => new KerasTensor(output.shape, { dtype: output.dtype }),
      );
    }
    return this.#evaluate<KerasTensor>(inputs, isKerasTensor, (layer, values, options) =>
      layer.computeOutputSpec(values, options),
    );
  }

  #evaluate<T>(inputs: readonly T[], isLeaf: (x: unknown) => x is T, call: CallNode<T>): Structure<T> {
    const values = new Map<KerasTensor, T>();
    this.inputList.forEach((tensor, i) => {
      const input = inputs[i];
      if (input !== undefined) values.set(tensor, input);
    });
    const valueFor = (tensor: KerasTensor): T => {
      const value = values.get(tensor);
      if (value === undefined) throw new RangeError(`No value for ${tensor} of layer "${nodeOf(tensor)?.layer.name}".`);
      return value;
    };
    for (const node of this.nodes) {
      if (node.inputs === null) continue;
      const outputs = call(
        node.layer,
        mapStructure(node.inputs, isKerasTensor, valueFor),
        replaceSymbolic(node.options, valueFor),
      );
      flattenStructure(outputs, isLeaf).forEach((output, i) => {
        const tensor = node.outputTensors[i];
        if (tensor !== undefined) values.set(tensor, output);
      });
    }
    return mapStructure(this.outputs, isKerasTensor, valueFor);
  }
}
