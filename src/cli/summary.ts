import { loadModel } from '../models/index.ts';

export interface SummaryOptions {
  /** Whether the layers of nested models are shown, too. Default false. */
  readonly nested?: boolean;
}

/** `keratin summary FILE` */
export async function summary(file: string, options: SummaryOptions): Promise<void> {
  const model = await loadModel(file);
  model.summary({ expandNested: options.nested ?? false });
}
