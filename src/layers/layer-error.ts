import { formatShape, type PartialShape } from '../support/shape.ts';
import { isPartialShape, type ShapeStructure } from './keras-tensor.ts';
import { flattenStructure } from './structure.ts';

/** Errors that already say in which layer they were raised: the innermost one counts. */
const explained = new WeakSet<Error>();

/** Adds to an error's message in which layer it was raised. The error stays the object it is, with the stack it has. */
export function explainError(error: unknown, where: string): void {
  if (!(error instanceof Error) || explained.has(error)) return;
  explained.add(error);
  const { message, stack } = error;
  try {
    error.message = `${message}\n  raised in ${where}`;
    if (stack?.includes(message)) error.stack = stack.replace(message, () => error.message);
  } catch {
    // A frozen error keeps its message.
  }
}

/** Input shapes for a message: `(None, 4)`, or `(None, 4), (None, 2)`. */
export const describeInputs = (shapes: ShapeStructure): string =>
  flattenStructure<PartialShape>(shapes, isPartialShape).map(formatShape).join(', ');
