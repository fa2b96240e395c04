import { ArgumentError, badArgument } from '../../support/errors.ts';
import { formatShape, type PartialShape, range } from '../../support/shape.ts';

/** What an equation says about the weights of an EinsumDense. */
export interface EinsumWeights {
  readonly kernelShape: PartialShape;
  readonly biasShape: PartialShape | null;
  readonly outputShape: PartialShape;
  /** Axes of the kernel that are summed over. */
  readonly inputAxes: readonly number[];
  /** Axes of the kernel that the output keeps. */
  readonly outputAxes: readonly number[];
}

interface Terms {
  readonly input: string;
  readonly weight: string;
  readonly output: string;
  /** Where axes without letters stand. */
  readonly elided: 'left' | 'right' | 'none';
}

const forms = [
  { pattern: /^([a-z]+),([a-z]+)->([a-z]+)$/i, elided: 'none' },
  { pattern: /^\.\.\.([a-z]+),([a-z]+)->\.\.\.([a-z]+)$/i, elided: 'left' },
  { pattern: /^([a-z]{2,})\.\.\.,([a-z]+)->([a-z]+)\.\.\.$/i, elided: 'right' },
] as const;

/** Splits an equation into its terms. */
export function parseEquation(equation: string): Terms {
  for (const { pattern, elided } of forms) {
    const [, input, weight, output] = pattern.exec(equation) ?? [];
    if (input !== undefined && weight !== undefined && output !== undefined) return { input, weight, output, elided };
  }
  throw badArgument('equation', 'of the form "ab,bc->ac", "...ab,bc->...ac" or "ab...,bc->ac..."', equation);
}

/** The extents of the letters of a term, whose axes may have others beside them. */
function extentsOf(term: string, shape: PartialShape, elided: Terms['elided']): Map<string, number | null> {
  const first = elided === 'left' ? shape.length - term.length : 0;
  return new Map([...term].map((letter, i) => [letter, shape[first + i] ?? null]));
}

/** The output's full shape: the batch, the given extents, and those of the axes without letters. */
function fullOutputShape(terms: Terms, inputShape: PartialShape, given: PartialShape): PartialShape {
  const count = Math.max(0, inputShape.length - terms.input.length);
  const batch = inputShape.slice(0, 1);
  if (terms.elided === 'left') return [...batch, ...inputShape.slice(1, Math.max(1, count)), ...given];
  return [...batch, ...given, ...inputShape.slice(inputShape.length - count)];
}

/**
 * The shapes of kernel and bias that an equation asks for.
 *
 * @param given the output's shape without the batch axis; null for extents that the input decides
 * @throws ArgumentError when the equation and the shapes don't fit each other
 */
export function einsumWeights(
  equation: string,
  biasAxes: string | null,
  inputShape: PartialShape,
  given: PartialShape,
): EinsumWeights {
  const terms = parseEquation(equation);
  const { input, weight, output, elided } = terms;
  if (inputShape.length < input.length || (elided === 'none' && inputShape.length > input.length)) {
    throw new ArgumentError(
      `The equation "${equation}" takes inputs with ${elided === 'none' ? '' : 'at least '}${input.length} axes. Received: an input of shape ${formatShape(inputShape)}`,
    );
  }
  const inputs = extentsOf(input, inputShape, elided);
  const outputFirst = elided === 'left' ? inputShape.length - input.length : 0;
  const outputShape = fullOutputShape(terms, inputShape, given).map(
    (extent, axis) => extent ?? inputs.get(output.charAt(axis - outputFirst)) ?? null,
  );
  const outputs = extentsOf(output, outputShape, elided);
  for (const [letter, extent] of inputs) {
    const wanted = outputs.get(letter);
    if (wanted !== undefined && wanted !== null && extent !== null && wanted !== extent) {
      throw new ArgumentError(
        `\`outputShape\` and the input must agree on axis "${letter}" of "${equation}". Received: ${wanted} and ${extent}`,
      );
    }
  }
  const stray = [...output].find((letter) => !input.includes(letter) && !weight.includes(letter));
  if (stray !== undefined)
    throw badArgument('equation', `one whose output has no letters of its own, such as "${stray}"`, equation);
  const kernelShape = [...weight].map((letter) => {
    const extent = outputs.has(letter) ? outputs.get(letter) : inputs.get(letter);
    if (extent === undefined)
      throw badArgument('equation', `one whose kernel has no letters of its own, such as "${letter}"`, equation);
    return extent;
  });
  const axesOf = (kept: boolean) => range(weight.length).filter((i) => outputs.has(weight.charAt(i)) === kept);
  const trailing = elided === 'left' ? 0 : Math.max(0, inputShape.length - input.length);
  return {
    kernelShape,
    biasShape: biasAxes === null ? null : biasShapeOf(biasAxes, output, outputs, trailing),
    outputShape,
    inputAxes: axesOf(false),
    outputAxes: axesOf(true),
  };
}

/** The bias has the extents of its axes, and 1 on the output's axes between and after them. */
function biasShapeOf(
  biasAxes: string,
  output: string,
  outputs: ReadonlyMap<string, number | null>,
  trailing: number,
): PartialShape {
  const stray = [...biasAxes].find((letter) => !output.includes(letter));
  if (stray !== undefined || biasAxes === '')
    throw badArgument('biasAxes', `letters of the equation's output, "${output}"`, biasAxes);
  const first = Math.min(...[...biasAxes].map((letter) => output.indexOf(letter)));
  const extents = [...output.slice(first)].map((letter) =>
    biasAxes.includes(letter) ? (outputs.get(letter) ?? null) : 1,
  );
  return [...extents, ...range(trailing).map(() => 1)];
}

/** The axes of the input that the weight shares, in an equation without an ellipsis. */
export function sharedAxes(equation: string): number[] {
  const [input = '', weight = ''] = (equation.split('->')[0] ?? '').split(',').map((term) => term.trim());
  return [...input].flatMap((letter, axis) => (weight.includes(letter) ? [axis] : []));
}
