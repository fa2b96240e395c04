/** All operations as they are on tensors. */

export * from '../../ops/index.ts';
export * as image from './raw-image.ts';
