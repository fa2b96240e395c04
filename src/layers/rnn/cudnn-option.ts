import { badArgument } from '../../support/errors.ts';
import { isPlainRecord } from '../../support/plain-record.ts';

export interface CudnnOption {
  /** Keras's choice of a graphics card's own loops, of which there are none here: false, or 'auto' (default). */
  useCudnn?: 'auto' | false;
}

/** The other options. */
export function withoutCudnn<T extends CudnnOption>(options: T): Omit<T, 'useCudnn'> {
  // What is no record of options is refused by name, by whoever reads the others.
  if (!isPlainRecord(options)) return options;
  const { useCudnn = 'auto', ...others } = options;
  if (useCudnn !== 'auto' && useCudnn !== false)
    throw badArgument('useCudnn', "false or 'auto': there is no cuDNN", useCudnn);
  return others;
}
