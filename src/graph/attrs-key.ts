import type { Node } from './node.ts';

/** JSON has no NaN, infinities or -0. */
const numberKey = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

/** A text that two nodes of one primitive share exactly when their attributes are equal. A parameter's are its identity. */
export function attrsKey(node: Node): string {
  switch (node.op) {
    case 'parameter':
      return '';
    case 'constant':
      return numberKey(node.attrs.value);
    case 'pad':
      return `${numberKey(node.attrs.value)}${JSON.stringify(node.attrs)}`;
    default:
      return JSON.stringify(node.attrs);
  }
}
