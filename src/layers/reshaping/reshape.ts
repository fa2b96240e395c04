import { reshape } from '../../ops/shape.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { formatShape, type PartialShape, type Shape, sizeOf } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';

function checkedTarget(target: Shape): Shape {
  const valid =
    Array.isArray(target) &&
    target.every((n) => Number.isInteger(n) && n >= -1) &&
    target.filter((n) => n === -1).length <= 1;
  if (!valid) throw badArgument('targetShape', 'a list of non-negative integers, with -1 at most once', target);
  return target;
}

/**
 * Gives each sample another shape.
 *
 * @param targetShape the shape without the batch axis; one extent may be -1 and follows from the others
 * @returns applied to [batch, ...axes]: [batch, ...targetShape]
 * @throws ArgumentError when the number of elements does not fit
 * @see https://keras.io/api/layers/reshaping_layers/reshape/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(await new layers.Reshape([2, -1]).apply([[1, 2, 3, 4]]).array()); // => [[[1, 2], [3, 4]]]
 * ```
 */
export class Reshape extends Layer {
  static override readonly className: string = 'Reshape';
  static override readonly positional: readonly string[] = ['targetShape'];
  protected override readonly keepsDtype: boolean = true;
  readonly targetShape: Shape;

  constructor(targetShape: Shape, options: LayerOptions = {}) {
    super(options);
    this.targetShape = checkedTarget(targetShape);
  }

  override call(inputs: Tensor): Tensor {
    const resolved = this.computeOutputShape(inputs.shape).filter((n) => n !== null);
    return reshape(inputs, resolved);
  }

  override computeOutputShape([batch = null, ...axes]: PartialShape): PartialShape {
    const known = axes.filter((n) => n !== null);
    const fixed = sizeOf(this.targetShape.filter((n) => n !== -1));
    const free = this.targetShape.includes(-1);
    // The size of a sample is unknown when one of its axes is.
    if (known.length < axes.length) return [batch, ...this.targetShape.map((n) => (n === -1 ? null : n))];
    const size = sizeOf(known);
    if (free ? fixed === 0 || size % fixed !== 0 : size !== fixed) {
      throw badArgument(
        'targetShape',
        `a shape for the ${size} elements of a sample of shape ${formatShape(axes)}`,
        this.targetShape,
      );
    }
    return [batch, ...this.targetShape.map((n) => (n === -1 ? size / fixed : n))];
  }

  override getConfig(): Config {
    return { ...super.getConfig(), target_shape: this.targetShape };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { targetShape: formatShape(this.targetShape) };
  }
}
