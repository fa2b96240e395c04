import { badArgument, checkOptions } from '../support/errors.ts';
import { at, broadcastShapes, formatShape, type Shape, sizeOf } from '../support/shape.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import { Tensor } from '../tensor/tensor.ts';
import { map } from './scan.ts';
import { broadcastTo, reshape } from './shape.ts';

export interface VectorizeOptions {
  /** Positions of arguments that are handed on as they are. Default null: none. */
  readonly excluded?: ReadonlySet<number> | readonly number[] | null;
  /** NumPy's signature of what one call takes and gives, such as `'(m,n),(n)->(m)'`. Default null: scalars. */
  readonly signature?: string | null;
}

const ARGUMENT = '\\((?:\\w+(?:,\\w+)*)?\\)';
const SIGNATURE = new RegExp(`^${ARGUMENT}(?:,${ARGUMENT})*->${ARGUMENT}(?:,${ARGUMENT})*$`);

/** The names of the core axes of each argument, or null where all are scalars. */
function coreAxes(signature: string | null): { inputs: readonly string[][]; outputs: number } | null {
  if (signature === null) return null;
  const plain = signature.replaceAll(' ', '');
  if (!SIGNATURE.test(plain)) throw badArgument('signature', "one like '(m,n),(n)->(m)'", signature);
  const [inputs = '', outputs = ''] = plain.split('->');
  const parts = (side: string) =>
    [...side.matchAll(/\(([^)]*)\)/g)].map(([, names = '']) => names.split(',').filter(Boolean));
  return { inputs: parts(inputs), outputs: parts(outputs).length };
}

/** Checks that axes of one name have one extent. */
function checkExtents(cores: readonly { readonly names: readonly string[]; readonly shape: Shape }[]): void {
  const extents = new Map<string, number>();
  for (const { names, shape } of cores) {
    names.forEach((name, i) => {
      const extent = at(shape, i);
      const known = extents.get(name) ?? extent;
      if (known !== extent) throw badArgument('signature', `one whose axis ${name} has one extent`, [known, extent]);
      extents.set(name, extent);
    });
  }
}

/**
 * A function of scalars (or, with a signature, of small tensors) made one of whole tensors, whose leading axes broadcast.
 *
 * @param pyfunc a function of tensors that gives a tensor, or a list of them
 * @param options `{ excluded, signature }`
 * @returns a function of tensors: for leading axes [...lead] it gives [...lead, ...what one call gives]
 * @throws ArgumentError when the signature is none, or arguments don't fit it
 * @see https://keras.io/api/ops/numpy/#vectorize-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const product = ops.vectorize((m, v) => ops.dot(m, v), { signature: '(m,n),(n)->(m)' });
 * console.log(await product([[1, 2], [3, 4]], [[1, 0], [0, 1], [1, 1]]).array()); // => [[1, 3], [2, 4], [3, 7]]
 * ```
 */
export function vectorize(
  pyfunc: (...args: Tensor[]) => Tensor,
  options: VectorizeOptions = {},
): (...args: TensorLike[]) => Tensor {
  if (typeof pyfunc !== 'function') throw badArgument('pyfunc', 'a function', pyfunc);
  checkOptions('vectorize', options, ['excluded', 'signature']);
  const excluded = new Set(options.excluded ?? []);
  const signature = coreAxes(options.signature ?? null);
  if (signature !== null && signature.outputs !== 1)
    throw badArgument('signature', 'one with a single result', options.signature);
  return (...args) => {
    const tensors = args.map((arg) => convertToTensor(arg));
    const mapped = tensors.flatMap((_, i) => (excluded.has(i) ? [] : [i]));
    if (mapped.length === 0) throw badArgument('args', 'at least one tensor that is not excluded', args);
    const names = signature?.inputs ?? mapped.map((): string[] => []);
    if (names.length !== mapped.length)
      throw badArgument('args', `${names.length} tensors, as the signature says`, `${mapped.length}`);
    const cores = mapped.map((position, i) => {
      const { shape } = at(tensors, position);
      const rank = at(names, i).length;
      if (shape.length < rank)
        throw badArgument('args', `tensors with at least ${rank} axes at ${position}`, formatShape(shape));
      const split = shape.length - rank;
      return { position, names: at(names, i), lead: shape.slice(0, split), shape: shape.slice(split) };
    });
    checkExtents(cores);
    const lead = broadcastShapes(...cores.map((core) => core.lead));
    const rows = cores.map((core) =>
      reshape(broadcastTo(at(tensors, core.position), [...lead, ...core.shape]), [sizeOf(lead), ...core.shape]),
    );
    const call = (row: readonly Tensor[]): Tensor => {
      const result = pyfunc(...tensors.map((tensor, i) => row[mapped.indexOf(i)] ?? tensor));
      if (!(result instanceof Tensor)) throw badArgument('pyfunc', 'a function that gives a tensor', result);
      return result;
    };
    const result = map((row) => call(row as readonly Tensor[]), rows) as Tensor;
    return reshape(result, [...lead, ...result.shape.slice(1)]);
  };
}
