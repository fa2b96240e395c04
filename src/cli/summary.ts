import { loadModel } from '../models/index.ts';

/** `keratin summary FILE` */
export async function summary(file: string, options: { readonly nested?: boolean }): Promise<void> {
  const model = await loadModel(file);
  model.summary({ expandNested: options.nested ?? false });
}
