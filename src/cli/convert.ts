import type { Model } from '../models/index.ts';
import type * as Saving from '../models/saving.ts';
import { Progress } from './progress.ts';
import { UsageError } from './usage-error.ts';

export interface ConvertOptions {
  /** Whether names and layout are those of PyTorch's layers. Default false. */
  readonly pytorch?: boolean;
}

type Write = (model: Model, to: string, layout: 'keras' | 'pytorch', saving: typeof Saving) => Promise<void>;

const writers: Readonly<Record<string, Write>> = {
  '.weights.h5': (model, to) => model.saveWeights(to),
  '.keras': (model, to) => model.save(to),
  '.h5': (model, to) => model.save(to),
  '.safetensors': (model, to, layout, saving) => saving.saveSafetensors(model, to, { layout }),
  '.npz': (model, to, layout, saving) => saving.saveNpz(model, to, { layout }),
  '.onnx': (model, to, _layout, saving) => saving.exportOnnx(model, to),
};

/** `keratin convert FROM TO` */
export async function convert(from: string, to: string, options: ConvertOptions): Promise<void> {
  const ending = Object.keys(writers).find((end) => to.endsWith(end));
  const write = ending === undefined ? undefined : writers[ending];
  if (write === undefined) throw new UsageError(`TO must end in ${Object.keys(writers).join(', ')}. Received: ${to}`);
  const progress = new Progress();
  try {
    progress.say(`reading ${from}`);
    const [{ loadModel }, saving] = await Promise.all([import('../models/index.ts'), import('../models/saving.ts')]);
    const model = await loadModel(from);
    progress.say(`writing ${to}`);
    await write(model, to, options.pytorch ? 'pytorch' : 'keras', saving);
  } finally {
    progress.end();
  }
}
