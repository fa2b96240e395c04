/** Objects as Keras's JSON and back, and the files of models: what `keras.saving` has that needs no class of models. */

export { type CustomObjects, customObjectScope } from '../support/custom-members.ts';
export { registerKerasSerializable } from '../support/registry.ts';
export { deserializeKerasObject } from './deserialize-keras-object.ts';
export type { WeightLayout, WeightNamesOptions } from './exchange/named-weights.ts';
export { saveNpz } from './exchange/npz.ts';
export {
  type LoadSafetensorsOptions,
  loadSafetensors,
  type SafetensorsOptions,
  saveSafetensors,
} from './exchange/safetensors.ts';
export type { LoadModelOptions } from './load-model.ts';
export { type ExportableModel, type ExportOnnxOptions, exportOnnx } from './onnx/export-onnx.ts';
export type { FileSource } from './places/byte-source.ts';
export type { FileTarget } from './places/write-file.ts';
export type { SaveOptions } from './save-model.ts';
export { serializeKerasObject } from './serialize-keras-object.ts';
export type { LoadWeightsOptions } from './weights.ts';
