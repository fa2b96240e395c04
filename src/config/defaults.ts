import { type DType, FLOATX } from '../support/dtype.ts';

/** Dtype of weights and of numbers without one: float32. */
export const floatx = (): DType => FLOATX;

/** The small number that keeps divisions and logarithms finite, as `keras.config.epsilon`: 1e-7. */
export const epsilon = (): number => 1e-7;

/** Where images have their channels: always the last axis. */
export const imageDataFormat = (): 'channels_last' => 'channels_last';
