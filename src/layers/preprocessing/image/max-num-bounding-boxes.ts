import { getItem } from '../../../ops/get-item.ts';
import { pad } from '../../../ops/padding.ts';
import { finiteNumber, positiveInteger } from '../../../support/check-values.ts';
import { ArgumentError, describe } from '../../../support/errors.ts';
import { isPlainRecord } from '../../../support/plain-record.ts';
import type { Config } from '../../../support/registry.ts';
import { Tensor } from '../../../tensor/tensor.ts';
import { Layer } from '../../layer.ts';
import type { LayerOptions } from '../../layer-options.ts';
import { type DataFormat, dataFormatOption } from '../../option-checks.ts';
import type { Structure } from '../../structure.ts';

export interface MaxNumBoundingBoxesOptions extends LayerOptions {
  /** What stands in the places of boxes and labels that are missing. Default -1. */
  fillValue?: number;
  /** Where the channels of images are. Default 'channels_last'. */
  dataFormat?: DataFormat | null;
}

/**
 * Gives each image the same number of bounding boxes: what is too many is cut off, what is missing is filled up.
 *
 * @param maxNumber the number of boxes
 * @param options `fillValue`, `dataFormat`
 * @returns applied to a record with `bounding_boxes`, `{ boxes: [batch, n, 4], labels: [batch, n] }`, it gives
 *   the same with maxNumber in the place of n; other entries stay
 * @throws ArgumentError when there are no bounding boxes in the record
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/max_num_bounding_boxes/
 *
 * @example
 * ```ts
 * import { layers, ops, type Tensor } from 'keratin';
 * const inputs = { images: ops.ones([1, 8, 8, 3]), bounding_boxes: { boxes: ops.ones([1, 2, 4]), labels: ops.ones([1, 2]) } };
 * const y = new layers.MaxNumBoundingBoxes(3).apply<{ bounding_boxes: { boxes: Tensor } }>(inputs);
 * console.log(y.bounding_boxes.boxes.shape); // => [1, 3, 4]
 * ```
 */
export class MaxNumBoundingBoxes extends Layer {
  static override readonly className: string = 'MaxNumBoundingBoxes';
  static override readonly positional: readonly string[] = ['maxNumber'];
  readonly maxNumber: number;
  readonly fillValue: number;
  readonly dataFormat: DataFormat;

  constructor(maxNumber: number, options: MaxNumBoundingBoxesOptions = {}) {
    super(options, ['fillValue', 'dataFormat']);
    this.maxNumber = positiveInteger('maxNumber', maxNumber);
    this.fillValue = finiteNumber('fillValue', options.fillValue ?? -1);
    this.dataFormat = dataFormatOption(options.dataFormat);
    this.built = true;
  }

  /** The first boxes, or labels, of each image, filled up. */
  #filled(x: Tensor): Tensor {
    const kept = getItem(x, [{}, { stop: this.maxNumber }]);
    const missing = this.maxNumber - (kept.shape[1] ?? 0);
    if (missing === 0) return kept;
    const widths = kept.shape.map((_, axis): [number, number] => [0, axis === 1 ? missing : 0]);
    return pad(kept, widths, { constantValues: this.fillValue });
  }

  override call(inputs: Structure<Tensor>): Structure<Tensor> {
    const record = isPlainRecord(inputs) ? inputs : {};
    const found = record.bounding_boxes;
    const { boxes, labels } = isPlainRecord(found) ? found : {};
    if (!(boxes instanceof Tensor) || !(labels instanceof Tensor)) {
      throw new ArgumentError(
        `Layer "${this.name}" takes a record with bounding_boxes: { boxes, labels }. Received: ${describe(inputs)}`,
      );
    }
    // The other entries are tensors, as they came.
    const others = record as { readonly [key: string]: Structure<Tensor> };
    return { ...others, bounding_boxes: { boxes: this.#filled(boxes), labels: this.#filled(labels) } };
  }

  override getConfig(): Config {
    return { ...super.getConfig(), data_format: this.dataFormat, max_number: this.maxNumber };
  }
}
