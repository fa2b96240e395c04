export { celu, elu, leakyRelu, relu6, selu, silu, sparsePlus, squareplus, swish } from '../ops/activation.ts';
export { hardShrink, softShrink, tanhShrink, threshold } from '../ops/shrinkage.ts';
export {
  hardSigmoid,
  hardSilu,
  hardSwish,
  hardTanh,
  logSigmoid,
  mish,
  sigmoid,
  softplus,
  softsign,
  sparseSigmoid,
} from '../ops/sigmoid.ts';
export { glu, logSoftmax, softmax, sparsemax } from '../ops/softmax.ts';
export { tanh } from '../ops/trigonometric.ts';
export { exponential, gelu, linear, type ReluOptions, relu } from './activations.ts';
export {
  type ActivationFunction,
  type ActivationIdentifier,
  type ActivationName,
  type ActivationObject,
  deserialize,
  get,
  serialize,
} from './get.ts';
