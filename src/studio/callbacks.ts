/** The namespace `callbacks`: Keras's, and the studio, which stands above the floors that it shows. */

export * from '../callbacks/index.ts';
export { Studio, type StudioOptions } from './callback/studio.ts';
