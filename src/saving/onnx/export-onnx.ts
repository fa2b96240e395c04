import { type Node, topologicalOrder } from '../../graph/node.ts';
import { isTensor } from '../../layers/infer-outputs.ts';
import type { KerasTensor } from '../../layers/keras-tensor.ts';
import type { Layer } from '../../layers/layer.ts';
import { flattenStructure, type Structure } from '../../layers/structure.ts';
import { positiveInteger } from '../../support/check-values.ts';
import { ArgumentError, badArgument, checkOptions } from '../../support/errors.ts';
import { type FileTarget, writeFileAtomically } from '../../support/files/write-file.ts';
import { Message } from '../../support/protobuf.ts';
import { abstractTensor } from '../../tensor/abstract.ts';
import { Storage } from '../../tensor/storage.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Trace, withTrace } from '../../tensor/trace.ts';
import { requireBuilt, type SaveOptions } from '../save-model.ts';
import { lowerNodes } from './lower-node.ts';
import { OnnxGraph } from './onnx-graph.ts';

/** Operator set of ONNX 1.14, and the version of the file format that came with it. */
const OPSET = 19;
const IR_VERSION = 9;

export interface ExportOnnxOptions extends SaveOptions {
  /** Samples per call: ONNX files have fixed shapes. Default 1. */
  readonly batchSize?: number;
}

/** What a model must have to be exported: symbolic inputs and outputs. */
export interface ExportableModel extends Layer {
  readonly inputs: readonly KerasTensor[];
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly input: Structure<KerasTensor>;
}

/**
 * Saves what the model computes in inference as an ONNX file (https://onnx.ai), which other runtimes execute. The
 * computation itself is written, primitive by primitive, so it works for layers of your own as well.
 *
 * @param model a model of symbolic inputs and outputs
 * @param filepath ends in `.onnx`
 * @param options `batchSize`: samples per call; `overwrite`
 * @throws ArgumentError when the model computes what is not covered (random numbers, decompositions, sorting by keys)
 *
 * @example
 * ```ts
 * import { layers, saving, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [4] }), new layers.Dense(2, { activation: 'relu' })]);
 * await saving.exportOnnx(model, '/tmp/example.onnx', { batchSize: 8 });
 * ```
 */
export async function exportOnnx(
  model: ExportableModel,
  filepath: FileTarget,
  options: ExportOnnxOptions = {},
): Promise<void> {
  checkOptions('exportOnnx', options, ['batchSize', 'overwrite']);
  if (!String(filepath).endsWith('.onnx')) throw badArgument('filepath', 'a path that ends in .onnx', filepath);
  requireBuilt(model);
  const file = onnxModel(model, positiveInteger('batchSize', options.batchSize ?? 1));
  await writeFileAtomically(filepath, { overwrite: options.overwrite ?? true }, async (write) => {
    for (const piece of file.pieces) await write(piece);
  });
}

function onnxModel(model: ExportableModel, batchSize: number): Message {
  const inputs = model.inputs.map(({ shape, dtype }, i) => {
    if (shape.slice(1).includes(null))
      throw new ArgumentError(`ONNX files have fixed shapes. Received: input ${i} of shape ${JSON.stringify(shape)}`);
    return abstractTensor([batchSize, ...shape.slice(1).map((extent) => extent ?? 1)], dtype);
  });
  const trace = new Trace();
  const outputs = withTrace(trace, () => {
    const only = inputs.length === 1 ? inputs[0] : undefined;
    return flattenStructure(model.apply<Structure<Tensor>>(only ?? inputs, { training: false }), isTensor);
  });
  const graph = new OnnxGraph();
  const known = new Map<Node, string>();
  inputs.forEach((tensor, i) => {
    const name = model.inputNames[i] ?? `input_${i}`;
    known.set(tensor.node, name);
    graph.input(name, tensor.dtype, tensor.shape);
  });
  const results = outputs.map((tensor) => tensor.node);
  nameWeights(graph, results, trace, known);
  const names = lowerNodes(graph, results, known);
  const used = new Map<string, number>();
  results.forEach((result, i) => {
    const own = model.outputNames[i] ?? `output_${i}`;
    const count = used.get(own) ?? 0;
    used.set(own, count + 1);
    const name = `${own}/output${count === 0 ? '' : `_${count}`}`;
    graph.copy(names.get(result) ?? '', name);
    graph.output(name, result.dtype, result.shape);
  });
  return new Message()
    .int(1, IR_VERSION)
    .text(2, 'keratin')
    .message(7, graph.message(model.name))
    .message(8, new Message().text(1, '').int(2, OPSET));
}

/** Weights, and other values that have been computed, become part of the file. */
function nameWeights(graph: OnnxGraph, results: readonly Node[], trace: Trace, known: Map<Node, string>): void {
  for (const [variable, node] of trace.reads)
    if (!known.has(node)) known.set(node, graph.array(variable.dataSync(), node.dtype, node.shape, variable.path));
  for (const node of topologicalOrder(results)) {
    if (node.op !== 'parameter' || known.has(node)) continue;
    const { source } = node.attrs;
    if (!(source instanceof Storage))
      throw new ArgumentError('The model depends on more than its inputs. Received: a value from outside');
    known.set(node, graph.array(source.read(), node.dtype, node.shape));
  }
}
