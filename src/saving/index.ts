/** Objects as Keras's JSON and back: `keras.saving`. */

export { registerKerasSerializable } from '../support/registry.ts';
export { deserializeKerasObject } from './deserialize-keras-object.ts';
export { serializeKerasObject } from './serialize-keras-object.ts';
