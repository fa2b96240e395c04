import { loadModel, type Model } from '../models/index.ts';
import * as saving from '../models/saving.ts';
import { Progress } from './progress.ts';
import { UsageError } from './usage-error.ts';

type Options = { readonly pytorch?: boolean };

const writers: Readonly<Record<string, (model: Model, to: string, options: Options) => Promise<void>>> = {
  '.weights.h5': (model, to) => model.saveWeights(to),
  '.keras': (model, to) => model.save(to),
  '.h5': (model, to) => model.save(to),
  '.safetensors': (model, to, { pytorch }) =>
    saving.saveSafetensors(model, to, { layout: pytorch ? 'pytorch' : 'keras' }),
  '.npz': (model, to, { pytorch }) => saving.saveNpz(model, to, { layout: pytorch ? 'pytorch' : 'keras' }),
  '.onnx': (model, to) => saving.exportOnnx(model, to),
};

/** `keratin convert FROM TO` */
export async function convert(from: string, to: string, options: Options): Promise<void> {
  const ending = Object.keys(writers).find((end) => to.endsWith(end));
  const write = ending === undefined ? undefined : writers[ending];
  if (write === undefined) throw new UsageError(`TO must end in ${Object.keys(writers).join(', ')}. Received: ${to}`);
  const progress = new Progress();
  try {
    progress.say(`reading ${from}`);
    const model = await loadModel(from);
    progress.say(`writing ${to}`);
    await write(model, to, options);
  } finally {
    progress.end();
  }
}
