/** keras.quantizers: numbers in few bits. */

export { type AbsMaxQuantizeOptions, absMaxQuantize } from './abs-max-quantize.ts';
export { type FakeQuantOptions, fakeQuantWithMinMaxVars } from './fake-quant.ts';
export { type PackInt4Options, packInt4, unpackInt4 } from './pack-int4.ts';
