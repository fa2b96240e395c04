/** Big-endian numbers as little-endian ones, in a copy. */
export function reverseElements(bytes: Uint8Array, elementBytes: number): Uint8Array {
  const copy = bytes.slice();
  for (let at = 0; at + elementBytes <= copy.length; at += elementBytes) copy.subarray(at, at + elementBytes).reverse();
  return copy;
}
