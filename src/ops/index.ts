export { celu, elu, gelu, leakyRelu, relu, relu6, selu, silu, sparsePlus, squareplus, swish } from './activation.ts';
export { type AdaptivePoolOptions, adaptiveAveragePool, adaptiveMaxPool } from './adaptive-pooling.ts';
export {
  abs,
  absolute,
  add,
  clip,
  divide,
  divideNoNan,
  fabs,
  maximum,
  minimum,
  multiply,
  negative,
  reciprocal,
  square,
  subtract,
  trueDivide,
} from './arithmetic.ts';
export { associativeScan } from './associative-scan.ts';
export { type DotProductAttentionOptions, dotProductAttention } from './attention.ts';
export { moveaxis, swapaxes } from './axis-order.ts';
export { i0 } from './bessel.ts';
export {
  bitwiseAnd,
  bitwiseInvert,
  bitwiseLeftShift,
  bitwiseNot,
  bitwiseOr,
  bitwiseRightShift,
  bitwiseXor,
  leftShift,
  rightShift,
} from './bitwise.ts';
export { cond, switchBranch as switch } from './branches.ts';
export {
  allclose,
  type CloseOptions,
  equal,
  greater,
  greaterEqual,
  isclose,
  isfinite,
  isinf,
  isnan,
  isneginf,
  isposinf,
  less,
  lessEqual,
  notEqual,
} from './comparison.ts';
export {
  angle,
  type ComplexLike,
  ComplexTensor,
  conj,
  conjugate,
  imag,
  isreal,
  polar,
  real,
  viewAsComplex,
  viewAsReal,
} from './complex.ts';
export { type ConvOptions, conv, depthwiseConv, separableConv } from './convolution.ts';
export { type ConvTransposeOptions, convTranspose } from './convolution-transpose.ts';
export {
  array,
  cast,
  convertToNumpy,
  convertToTensor,
  copy,
  dtype,
  isTensor,
  ndim,
  saturateCast,
  shape,
  size,
  stopGradient,
  view,
} from './core.ts';
export { bincount, histogram } from './counting.ts';
export { empty, emptyLike, full, fullLike, ones, onesLike, zeros, zerosLike } from './creation.ts';
export { type CrossOptions, cross } from './cross.ts';
export {
  binaryCrossentropy,
  type CrossentropyOptions,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
} from './crossentropy.ts';
export { type CtcDecodeOptions, ctcDecode, ctcLoss } from './ctc.ts';
export { type CumulativeOptions, cumprod, cumsum, diff } from './cumulative.ts';
export { type CustomGradient, customGradient } from './custom-gradient.ts';
export { nonzero, type UniqueOptions, unique } from './data-dependent.ts';
export { cholesky, choleskyInverse, eig, eigh, luFactor, qr, type SvdOptions, svd } from './decompositions.ts';
export { type DepthOptions, depthToSpace, spaceToDepth } from './depth.ts';
export { type DiagonalOptions, diag, diagflat, diagonal, trace, tril, triu } from './diagonal.ts';
export { floorDivide, fmod, mod } from './division.ts';
export { einsum } from './einsum.ts';
export { multiHot, type OneHotOptions, oneHot } from './encoding.ts';
export {
  cbrt,
  erf,
  erfc,
  erfinv,
  exp,
  exp2,
  expm1,
  log,
  log1p,
  log2,
  log10,
  logaddexp,
  logaddexp2,
  rsqrt,
  sqrt,
} from './exponential.ts';
export { amax, amin, type InitialOptions, max, min, ptp } from './extremes.ts';
export { fft, fft2, ifft2, irfft, type RealAndImaginary, rfft } from './fft.ts';
export { heaviside, ldexp, nextafter } from './float-bits.ts';
export { getItem, type ItemKey, type SliceKey } from './get-item.ts';
export * as image from './image/index.ts';
export { gammainc } from './incomplete-gamma.ts';
export { take, takeAlongAxis } from './indexing.ts';
export { append, columnStack, concatenate, dstack, hstack, stack, vstack } from './joining.ts';
export { type JvpFunction, jvp } from './jvp.ts';
export { type NormOptions, type NormOrder, norm } from './linear-algebra.ts';
export {
  cdist,
  det,
  inv,
  logdet,
  lstsq,
  matrixPower,
  matrixRank,
  pinv,
  slogdet,
  solve,
  solveTriangular,
} from './linear-systems.ts';
export { logicalAnd, logicalNot, logicalOr, logicalXor, select, where } from './logical.ts';
export { eye, identity, tri } from './matrices.ts';
export { dot, inner, kron, matmul, outer, tensordot, vdot } from './matrix-product.ts';
export { type MeshgridOptions, meshgrid } from './meshgrid.ts';
export { fmax, fmin, nanToNum } from './nan.ts';
export {
  nanargmax,
  nanargmin,
  nancumprod,
  nancumsum,
  nanmax,
  nanmean,
  nanmin,
  nanprod,
  nanstd,
  nansum,
  nanvar,
} from './nan-reductions.ts';
export {
  type BatchNormalizationOptions,
  batchNormalization,
  type LayerNormalizationOptions,
  layerNormalization,
  moments,
  type NormalizeOptions,
  normalize,
  rmsNormalization,
} from './normalization.ts';
export { gcd, lcm } from './number-theory.ts';
export type { Axis, AxisOptions, DtypeOptions } from './options.ts';
export { type PadMode, type PadOptions, pad } from './padding.ts';
export { fold, type PatchOptions, unfold } from './patches.ts';
export { averagePool, maxPool, type PoolOptions } from './pooling.ts';
export { hypot, power } from './power.ts';
export {
  median,
  nanmedian,
  nanpercentile,
  nanquantile,
  percentile,
  type QuantileMethod,
  type QuantileOptions,
  quantile,
} from './quantile.ts';
export { rearrange } from './rearrange.ts';
export type { ReduceOptions } from './reduce.ts';
export { all, any, countNonzero, logsumexp, prod, sum } from './reduction.ts';
export { repeat, roll, tile } from './repetition.ts';
export { flip, fliplr, flipud, rot90 } from './reversal.ts';
export { ceil, floor, round, trunc } from './rounding.ts';
export { map, type ScanOptions, scan, vectorizedMap } from './scan.ts';
export {
  type ScatterReduction,
  type SegmentOptions,
  scatter,
  scatterUpdate,
  segmentMax,
  segmentMin,
  segmentProd,
  segmentSum,
} from './scatter.ts';
export { digitize, isin, searchsorted, unravelIndex } from './searching.ts';
export { arange, type LinspaceOptions, linspace, logspace } from './sequence.ts';
export { broadcastTo, expandDims, ravel, reshape, squeeze, transpose } from './shape.ts';
export { type IstftOptions, istft, type StftOptions, type StftWindow, stft } from './short-time-fourier.ts';
export { hardShrink, softShrink, tanhShrink, threshold } from './shrinkage.ts';
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
} from './sigmoid.ts';
export { sign, signbit } from './sign.ts';
export { corrcoef, correlate, extractSequences, geomspace, psnr, trapezoid, vander } from './signal.ts';
export { slice, sliceUpdate } from './slicing.ts';
export { glu, logSoftmax, softmax, sparsemax } from './softmax.ts';
export {
  type ArgReduceOptions,
  argmax,
  argmin,
  argpartition,
  argsort,
  inTopK,
  sort,
  topK,
} from './sorting.ts';
export type { Padding, PerAxis } from './spatial.ts';
export { arraySplit, dsplit, hsplit, split, unstack, vsplit } from './splitting.ts';
export { average, mean, std, variance as var } from './statistics.ts';
export type { AsTensors, ListAsTensors, TensorTree } from './tensor-tree.ts';
export {
  arccos,
  arccosh,
  arcsin,
  arcsinh,
  arctan,
  arctan2,
  arctanh,
  cos,
  cosh,
  deg2rad,
  rad2deg,
  sin,
  sinc,
  sinh,
  tan,
  tanh,
} from './trigonometric.ts';
export { type VectorizeOptions, vectorize } from './vectorize.ts';
export { foriLoop, whileLoop } from './while-loop.ts';
export { bartlett, blackman, hamming, hanning, kaiser } from './windows.ts';
