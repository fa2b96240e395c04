import type { ActivationIdentifier } from '../../activations/index.ts';
import type { ConstraintIdentifier } from '../../constraints/index.ts';
import type { InitializerIdentifier } from '../../initializers/index.ts';
import type { PerAxis } from '../../ops/spatial.ts';
import type { RegularizerIdentifier } from '../../regularizers/index.ts';
import type { LayerOptions } from '../layer-options.ts';
import type { DataFormat } from '../option-checks.ts';

/** What all convolutional layers take. */
export interface ConvolutionOptions extends LayerOptions {
  /** Steps between windows. Default 1. */
  strides?: PerAxis;
  /** 'valid': only windows that fit. 'same': zeros around, so that only strides shrink the output. Default 'valid'. */
  padding?: 'valid' | 'same';
  /** Where the channels are. Default 'channels_last'. */
  dataFormat?: DataFormat | null;
  /** Steps between the taps of the kernel. Default 1; not together with strides above 1. */
  dilationRate?: PerAxis;
  /** Default null: none (linear). */
  activation?: ActivationIdentifier;
  /** Default true. */
  useBias?: boolean;
  /** Default 'zeros'. */
  biasInitializer?: InitializerIdentifier;
  biasRegularizer?: RegularizerIdentifier | null;
  biasConstraint?: ConstraintIdentifier | null;
}

export const convolutionOptionNames: readonly string[] = [
  'strides',
  'padding',
  'dataFormat',
  'dilationRate',
  'activation',
  'useBias',
  'biasInitializer',
  'biasRegularizer',
  'biasConstraint',
];

/** Initializer, regularizer and constraint of the kernel. */
export interface ConvKernelOptions {
  /** Default 'glorot_uniform'. */
  kernelInitializer?: InitializerIdentifier;
  kernelRegularizer?: RegularizerIdentifier | null;
  kernelConstraint?: ConstraintIdentifier | null;
}

export const kernelOptionNames: readonly string[] = ['kernelInitializer', 'kernelRegularizer', 'kernelConstraint'];

/** Initializer, regularizer and constraint of a depthwise kernel, and how many outputs each channel has. */
export interface DepthwiseOptions {
  /** Outputs per channel. Default 1. */
  depthMultiplier?: number;
  /** Default 'glorot_uniform'. */
  depthwiseInitializer?: InitializerIdentifier;
  depthwiseRegularizer?: RegularizerIdentifier | null;
  depthwiseConstraint?: ConstraintIdentifier | null;
}

export const depthwiseOptionNames: readonly string[] = [
  'depthMultiplier',
  'depthwiseInitializer',
  'depthwiseRegularizer',
  'depthwiseConstraint',
];
