import { ArgumentError, badArgument } from '../../support/errors.ts';
import { mapData, type TrainingData } from './batch-source.ts';
import { commonSampleCount } from './bundle.ts';
import { sliceSamples } from './sample-array.ts';

/** Checks `validationSplit`; 0 means no validation. */
export function checkSplit(split: number): number {
  if (split === 0 || (typeof split === 'number' && split > 0 && split < 1)) return split;
  throw badArgument('validationSplit', 'a share between 0 and 1', split);
}

/**
 * Cuts off the last samples for validation: floor(N * (1 - split)) stay for training.
 *
 * @throws ArgumentError when one side would be empty
 */
export function splitData(data: TrainingData, split: number): [training: TrainingData, validation: TrainingData] {
  const count = commonSampleCount([data.x]);
  const at = Math.floor(count * (1 - split));
  if (at === 0 || at === count) {
    throw new ArgumentError(
      `\`validationSplit\` must leave samples for training and for validation. Received: validationSplit=${split} of ${count} samples`,
    );
  }
  return [
    mapData(data, (array) => sliceSamples(array, 0, at)),
    mapData(data, (array) => sliceSamples(array, at, count)),
  ];
}
