import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as layers from '../../src/layers/index.ts';
import { Model, Sequential } from '../../src/models/index.ts';
import type { Base } from './mutate.ts';

/** Models of Keratin's own, and the files in a folder. */
export async function bases(folder: string | undefined): Promise<Base[]> {
  const sequential = new Sequential([
    new layers.Input({ shape: [6] }),
    new layers.Dense(4, { activation: 'elu', kernelInitializer: 'he_normal' }),
    new layers.BatchNormalization(),
    new layers.Dropout(0.1),
    new layers.Dense(2, { activation: 'softmax' }),
  ]);
  sequential.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  sequential.optimizer?.build(sequential.trainableVariables);
  const input = new layers.Input({ shape: [4] });
  const shared = new layers.Dense(4);
  const sum = new layers.Add().apply([input, shared.apply(shared.apply(input))]);
  const functional = new Model({ inputs: input, outputs: [sum, new layers.Concatenate().apply([sum, input])] });
  const own = [
    { name: 'sequential.keras', bytes: await sequential.toBytes() },
    { name: 'functional.keras', bytes: await functional.toBytes() },
  ];
  if (folder === undefined) return own;
  const names = readdirSync(folder).filter((name) => /\.(keras|h5)$/.test(name));
  return [...own, ...names.map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) }))];
}
