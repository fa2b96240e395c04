import type { LoopBody, Node } from './node.ts';

/** JSON has no NaN, infinities or -0. */
const numberKey = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

/** Bodies are told apart by identity. */
const bodyKey = ({ carries, steps, constants, next }: LoopBody): string =>
  [carries, steps, constants, next].map((nodes) => nodes.map(({ id }) => id).join()).join('|');

/**
 * A text that two nodes of one primitive share exactly when their attributes are equal. What a parameter or a loop's
 * body is counts by identity.
 */
export function attrsKey(node: Node): string {
  switch (node.op) {
    case 'parameter':
      return '';
    case 'constant':
      return numberKey(node.attrs.value);
    case 'pad':
      return `${numberKey(node.attrs.value)}${JSON.stringify(node.attrs)}`;
    case 'scan':
      return `${node.attrs.length},${node.attrs.reverse}${bodyKey(node.attrs.body)}`;
    case 'whileLoop':
      return `${node.attrs.condition.id}${bodyKey(node.attrs.body)}`;
    case 'loopStack':
      return `${node.attrs.value.id}`;
    default:
      return JSON.stringify(node.attrs);
  }
}
