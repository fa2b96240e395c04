import { datasets, ops, type Tensor } from 'keratin';

/** One batch of the training digits, each pixel with mean 0 and standard deviation 1 over all training digits. */
export async function standardizedDigits(count = 256): Promise<{ x: Tensor; y: Tensor }> {
  const [[images, labels]] = await datasets.digits.loadData();
  const pixels = ops.reshape(images, [-1, 64]);
  // Pixels in the corners are blank in all digits; they stay 0.
  const deviation = ops.maximum(ops.std(pixels, { axis: 0 }), 0.01);
  const standardized = ops.divide(ops.subtract(pixels, ops.mean(pixels, { axis: 0 })), deviation);
  const batch = ops.arange(count);
  return { x: ops.take(standardized, batch, { axis: 0 }), y: ops.take(labels, batch) };
}
