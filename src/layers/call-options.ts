import type { TensorLike } from '../tensor/convert.ts';
import type { MaskStructure } from './call-inputs.ts';
import type { Structure } from './structure.ts';

/** What a layer is applied with. */
export interface ApplyOptions {
  /** Default: what the call around this one runs with; false in the outermost call. */
  training?: boolean | null | undefined;
  /** Which positions are valid (true). Default: the masks attached to the inputs. */
  mask?: Structure<TensorLike | null> | null | undefined;
}

/** What `call` gets beside the inputs. */
export interface CallOptions {
  /** Whether the layer runs in training mode. */
  training?: boolean;
  /** Which positions are valid (true), in the structure of the inputs; null when all are. */
  mask?: MaskStructure | null;
}
