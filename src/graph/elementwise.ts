import type { Node } from './node.ts';
import { elementwiseRules } from './primitives/elementwise.ts';

/** Whether each element of a value depends on the elements of its operands at the same place alone. */
export const isElementwise = (node: Node): boolean => Object.hasOwn(elementwiseRules, node.op);
