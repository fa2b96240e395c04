import * as g from '../graph/build.ts';
import type { DType } from '../support/dtype.ts';
import type { Shape } from '../support/shape.ts';
import { Tensor } from './tensor.ts';
import { Trace, withTrace } from './trace.ts';

/** A tensor that has a shape and a dtype but no value: what is computed of it shows shapes, and is never run. */
export const abstractTensor = (shape: Shape, dtype: DType): Tensor => new Tensor(g.parameter({}, shape, dtype));

/** Runs `body` so that what it assigns to variables is forgotten: for calls of which only the shapes matter. */
export const abstractly = <T>(body: () => T): T => withTrace(new Trace(), body);
