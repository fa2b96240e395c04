/** Objects as Keras's JSON and back, and the files of models: what `keras.saving` has that needs no class of models. */

export {
  type CustomObjects,
  currentCustomObjects as getCustomObjects,
  customObjectScope,
} from '../support/custom-members.ts';
export type { FileSource } from '../support/files/file-source.ts';
export type { FileTarget } from '../support/files/write-file.ts';
export { getRegisteredName, getRegisteredObject, registerKerasSerializable } from '../support/registry.ts';
export { deserializeKerasObject } from './deserialize-keras-object.ts';
export { type FileComparison, KerasFileEditor } from './editor/keras-file-editor.ts';
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
export type { SaveOptions } from './save-model.ts';
export { serializeKerasObject } from './serialize-keras-object.ts';
export type { LoadWeightsOptions, SaveWeightsOptions } from './weights.ts';
