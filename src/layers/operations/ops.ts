import * as raw from './raw-ops.ts';
import { type SymbolicSpace, symbolicSpace } from './symbolic-space.ts';

/**
 * keras.ops: what tensors are computed with. On symbolic tensors (an `Input`, or what layers give) each function gives
 * symbolic tensors and becomes an operation of the functional model.
 *
 * @see https://keras.io/api/ops/
 * @namespace
 *
 * @example
 * ```ts
 * import { layers, Model, ops } from 'keratin';
 * const x = new layers.Input({ shape: [2] });
 * const model = new Model(x, ops.add(ops.square(x), 1));
 * console.log(await (await model.predict([[1, 2]], { verbose: 0 })).array()); // => [[2, 5]]
 * ```
 */
export const ops: SymbolicSpace<typeof raw> = symbolicSpace(raw);

/** The types of arguments, under the same name. */
export declare namespace ops {
  export type AdaptivePoolOptions = raw.AdaptivePoolOptions;
  export type ArgReduceOptions = raw.ArgReduceOptions;
  export type AsTensors<T> = raw.AsTensors<T>;
  export type Axis = raw.Axis;
  export type AxisOptions = raw.AxisOptions;
  export type BatchNormalizationOptions = raw.BatchNormalizationOptions;
  export type CloseOptions = raw.CloseOptions;
  export type ComplexLike = raw.ComplexLike;
  export type ConvOptions = raw.ConvOptions;
  export type ConvTransposeOptions = raw.ConvTransposeOptions;
  export type CrossOptions = raw.CrossOptions;
  export type CrossentropyOptions = raw.CrossentropyOptions;
  export type CtcDecodeOptions = raw.CtcDecodeOptions;
  export type CumulativeOptions = raw.CumulativeOptions;
  export type DepthOptions = raw.DepthOptions;
  export type DiagonalOptions = raw.DiagonalOptions;
  export type DotProductAttentionOptions = raw.DotProductAttentionOptions;
  export type DtypeOptions = raw.DtypeOptions;
  export type InitialOptions = raw.InitialOptions;
  export type IstftOptions = raw.IstftOptions;
  export type ItemKey = raw.ItemKey;
  export type LayerNormalizationOptions = raw.LayerNormalizationOptions;
  export type LinspaceOptions = raw.LinspaceOptions;
  export type ListAsTensors<T> = raw.ListAsTensors<T>;
  export type MeshgridOptions = raw.MeshgridOptions;
  export type NormOptions = raw.NormOptions;
  export type NormOrder = raw.NormOrder;
  export type NormalizeOptions = raw.NormalizeOptions;
  export type OneHotOptions = raw.OneHotOptions;
  export type PadMode = raw.PadMode;
  export type PadOptions = raw.PadOptions;
  export type Padding = raw.Padding;
  export type PatchOptions = raw.PatchOptions;
  export type PerAxis = raw.PerAxis;
  export type PoolOptions = raw.PoolOptions;
  export type QuantileMethod = raw.QuantileMethod;
  export type QuantileOptions = raw.QuantileOptions;
  export type RealAndImaginary = raw.RealAndImaginary;
  export type ReduceOptions = raw.ReduceOptions;
  export type ScanOptions = raw.ScanOptions;
  export type ScatterReduction = raw.ScatterReduction;
  export type SegmentOptions = raw.SegmentOptions;
  export type SliceKey = raw.SliceKey;
  export type StftOptions = raw.StftOptions;
  export type StftWindow = raw.StftWindow;
  export type SvdOptions = raw.SvdOptions;
  export type TensorTree = raw.TensorTree;
  export type UniqueOptions = raw.UniqueOptions;
}
