import { dtypeOfArray, isFloat, isTypedArray, type TypedArray } from '../support/dtype.ts';
import { ArgumentError, describe } from '../support/errors.ts';
import { formatShape, sizeOf } from '../support/shape.ts';
import { isShapedArray, type ShapedArray } from '../support/shaped-array.ts';
import { Tensor } from '../tensor/tensor.ts';

/** What an element is made of: numbers, truth values, strings, and arrays; a typed array alone has one axis. */
export type Leaf = number | boolean | string | TypedArray | ShapedArray | Tensor;

/** One sample (or one batch): a leaf, or leaves in lists and records, such as `[x, y]` or `{ image, label }`. */
export type Element = Leaf | readonly Element[] | { readonly [name: string]: Element };

/** What `batch` makes of elements like these: numbers become an array, arrays get an axis in front. */
export type Batched<T> = T extends string
  ? string[]
  : T extends number | boolean
    ? ShapedArray
    : T extends TypedArray | ShapedArray | Tensor
      ? ShapedArray
      : { [K in keyof T]: Batched<T[K]> };

const isRecord = (x: unknown): x is { readonly [name: string]: unknown } =>
  typeof x === 'object' && x !== null && !Array.isArray(x);

/** An array of the same type, for `count` times as many elements. */
function arrayLike(array: TypedArray, size: number): TypedArray {
  if (isFloat(dtypeOfArray(array))) return new Float32Array(size);
  if (array instanceof Uint32Array) return new Uint32Array(size);
  if (array instanceof Uint8Array) return new Uint8Array(size);
  if (array instanceof Uint8ClampedArray) return new Uint8Array(size);
  if (array instanceof Uint16Array) return new Uint16Array(size);
  if (array instanceof Int8Array) return new Int8Array(size);
  if (array instanceof Int16Array) return new Int16Array(size);
  return new Int32Array(size);
}

const differ = (where: string, expected: string, received: unknown): ArgumentError =>
  new ArgumentError(
    `All elements of one batch must be alike; \`${where}\` is ${expected} in the first. Received: ${describe(received)}`,
  );

function stackArrays(first: ShapedArray, elements: readonly unknown[], where: string): ShapedArray {
  const size = sizeOf(first.shape);
  const data = arrayLike(first.data, size * elements.length);
  elements.forEach((element, i) => {
    if (!isShapedArray(element)) throw differ(where, `an array of shape ${formatShape(first.shape)}`, element);
    if (element.shape.length !== first.shape.length || element.shape.some((n, axis) => n !== first.shape[axis])) {
      throw new ArgumentError(
        `All elements of one batch must have one shape; \`${where}\` has ${formatShape(first.shape)} in the first. Received: ${formatShape(element.shape)}`,
      );
    }
    data.set(element.data, i * size);
  });
  return { data, shape: [elements.length, ...first.shape] };
}

/**
 * Puts elements of one structure on each other, leaf by leaf: numbers and truth values into a float32 array of shape
 * (n), arrays of shape s into one of shape (n, ...s), strings into a list.
 *
 * @throws ArgumentError when the elements differ in structure or shape
 * @see Keratin's own; what `tf.data` does in `batch`
 *
 * @example
 * ```ts
 * import { data } from 'keratin';
 * console.log(data.stack([[1, 'a'], [2, 'b']])[1]); // => [ 'a', 'b' ]
 * ```
 */
export function stack<T>(elements: readonly T[]): Batched<T>;
export function stack(elements: readonly unknown[]): unknown {
  return stackAt(elements, 'element');
}

/** Tensors are read; what comes out of a dataset lies on the host. */
function onHost(element: unknown): unknown {
  if (element instanceof Tensor) return { data: element.dataSync(), shape: element.shape };
  return isTypedArray(element) ? { data: element, shape: [element.length] } : element;
}

function stackAt(unread: readonly unknown[], where: string): unknown {
  const elements = unread.map(onHost);
  const [first] = elements;
  if (typeof first === 'number' || typeof first === 'boolean') {
    const data = new Float32Array(elements.length);
    elements.forEach((element, i) => {
      if (typeof element !== 'number' && typeof element !== 'boolean') throw differ(where, 'a number', element);
      data[i] = Number(element);
    });
    return { data, shape: [elements.length] };
  }
  if (typeof first === 'string') {
    for (const element of elements) if (typeof element !== 'string') throw differ(where, 'a string', element);
    return [...elements];
  }
  if (isShapedArray(first)) return stackArrays(first, elements, where);
  if (Array.isArray(first)) {
    return first.map((_, k) =>
      stackAt(
        elements.map((element) => {
          if (!Array.isArray(element) || element.length !== first.length) {
            throw differ(where, `a list of ${first.length}`, element);
          }
          return element[k];
        }),
        `${where}[${k}]`,
      ),
    );
  }
  if (isRecord(first)) {
    const names = Object.keys(first);
    return Object.fromEntries(
      names.map((name) => [
        name,
        stackAt(
          elements.map((element) => {
            if (!isRecord(element) || !(name in element))
              throw differ(where, `a record with ${names.join(', ')}`, element);
            return element[name];
          }),
          `${where}.${name}`,
        ),
      ]),
    );
  }
  throw new ArgumentError(
    `Elements that go into a batch must be numbers, strings, arrays with a shape ({ data, shape }), or lists or records of these. Received: ${describe(first)}`,
  );
}
