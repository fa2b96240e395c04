import { logicalOr } from '../../ops/logical.ts';
import { expandDims } from '../../ops/shape.ts';
import { ArgumentError, describe } from '../../support/errors.ts';
import { isPlainRecord } from '../../support/plain-record.ts';
import { formatShape, type PartialShape, range } from '../../support/shape.ts';
import { Tensor } from '../../tensor/tensor.ts';
import type { MaskStructure } from '../call-inputs.ts';
import { isPartialShape, type ShapeStructure } from '../keras-tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import type { Structure } from '../structure.ts';

/** The shapes of a list of inputs. */
export function shapeList(inputShape: ShapeStructure, layerName: string): PartialShape[] {
  const list =
    Array.isArray(inputShape) && !isPartialShape(inputShape)
      ? inputShape
      : isPlainRecord(inputShape)
        ? Object.values(inputShape)
        : undefined;
  const shapes: PartialShape[] = (list ?? []).filter(isPartialShape);
  if (list === undefined || shapes.length === 0 || shapes.length < list.length) {
    throw new ArgumentError(
      `Layer "${layerName}" merges a list of tensors. Received: ${isPartialShape(inputShape) ? `one tensor of shape ${formatShape(inputShape)}` : describe(inputShape)}`,
    );
  }
  return shapes;
}

/** A list of inputs as tensors. */
export function tensorList(inputs: Structure<Tensor>, layerName: string): Tensor[] {
  const list: readonly unknown[] = Array.isArray(inputs) ? inputs : isPlainRecord(inputs) ? Object.values(inputs) : [];
  const tensors = list.filter((item) => item instanceof Tensor);
  if (tensors.length === 0 || tensors.length < list.length) {
    throw new ArgumentError(
      `Layer "${layerName}" merges a list of tensors. Received: ${inputs instanceof Tensor ? `one tensor of shape ${formatShape(inputs.shape)}` : describe(inputs)}`,
    );
  }
  return tensors;
}

/** Axes of extent 1 after the batch, up to a rank. */
const withRank = (shape: PartialShape, rank: number): PartialShape =>
  shape.length >= rank ? shape : [...shape.slice(0, 1), ...range(rank - shape.length).map(() => 1), ...shape.slice(1)];

function broadcastPartial(shapes: readonly PartialShape[], layerName: string): PartialShape {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return range(rank).map((axis) => {
    const extents = new Set(shapes.map((shape) => withRank(shape, rank)[axis] ?? null));
    if (axis === 0 && extents.has(null)) return null;
    const fixed = [...extents].filter((n) => n !== 1 && n !== null);
    if (new Set(fixed).size > 1) {
      throw new ArgumentError(
        `The inputs of layer "${layerName}" must have shapes that broadcast together. Received: ${shapes.map(formatShape).join(' and ')}`,
      );
    }
    return extents.has(null) ? null : (fixed[0] ?? 1);
  });
}

/**
 * A layer that merges several tensors elementwise, with broadcasting. Inputs of lower rank get axes of extent 1 after the batch.
 *
 * @see https://keras.io/api/layers/merging_layers/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(new layers.Add() instanceof layers.Merge); // => true
 * ```
 */
export abstract class Merge extends Layer {
  constructor(options: LayerOptions = {}) {
    super(options);
    this.supportsMasking = true;
  }

  /** @internal The merged tensor of inputs of one rank. */
  protected abstract merge(inputs: readonly Tensor[]): Tensor;

  override build(inputShape: ShapeStructure): void {
    this.computeOutputShape(inputShape);
  }

  override call(inputs: Structure<Tensor>): Tensor {
    const tensors = tensorList(inputs, this.name);
    const rank = Math.max(...tensors.map((tensor) => tensor.rank));
    return this.merge(tensors.map((tensor) => range(rank - tensor.rank).reduce((x) => expandDims(x, 1), tensor)));
  }

  override computeOutputShape(inputShape: ShapeStructure): PartialShape {
    return broadcastPartial(shapeList(inputShape, this.name), this.name);
  }

  /** A position is valid where any of the inputs is; without a mask on every input there is none. */
  override computeMask(_inputs: Structure<Tensor>, mask: MaskStructure | null): MaskStructure | null {
    if (!Array.isArray(mask)) return null;
    const masks = mask.filter((item) => item instanceof Tensor);
    return masks.length < mask.length || masks.length === 0 ? null : masks.reduce((a, b) => logicalOr(a, b));
  }
}

/** The two inputs of a layer that takes exactly two. */
export function pair<T>(inputs: readonly T[], layerName: string): [T, T] {
  const [a, b] = inputs;
  if (a === undefined || b === undefined || inputs.length !== 2)
    throw new ArgumentError(`Layer "${layerName}" takes exactly 2 inputs. Received: ${inputs.length}`);
  return [a, b];
}
