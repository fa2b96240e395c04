/**
 * One training with a backup, which kills its own process where the environment says: `KILL_AT=step:7` after that many
 * steps of this process, `KILL_AT=write:2` when that file is about to take the place of the old one. Prints what came out.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import * as callbacks from '../../callbacks/index.ts';
import * as layers from '../../layers/index.ts';
import * as optimizers from '../../optimizers/index.ts';
import { setRandomSeed } from '../../utils/set-random-seed.ts';
import { Sequential } from '../index.ts';

const [folder = '', saveFreq = 'epoch', stepsPerEpoch = ''] = process.argv.slice(2);
const [kind, count] = (process.env.KILL_AT ?? '').split(':');
const die = (): void => {
  process.kill(process.pid, 'SIGKILL');
};

if (kind === 'write') {
  const { rename } = fs;
  let writes = 0;
  fs.rename = async (from, to) => {
    if (++writes === Number(count)) die();
    await rename(from, to);
  };
  syncBuiltinESMExports();
}

let steps = 0;
const killer = new callbacks.LambdaCallback({
  onTrainBatchEnd: () => {
    if (++steps === Number(count) && kind === 'step') die();
  },
});

setRandomSeed(7);
const model = new Sequential([
  new layers.Input({ shape: [3] }),
  new layers.Dense(5, { activation: 'elu' }),
  new layers.BatchNormalization(),
  new layers.Dropout(0.4),
  new layers.Dense(1),
]);
model.compile({ optimizer: new optimizers.Adam({ learningRate: 0.05 }), loss: 'mse', metrics: ['mae'] });
const x = Array.from({ length: 22 }, (_, i) => [Math.sin(i), Math.cos(i * i), i / 22]);
const y = x.map(([a = 0, b = 0, c = 0]) => [a * b + c]);
const backup = new callbacks.BackupAndRestore(folder, { saveFreq: saveFreq === 'epoch' ? saveFreq : Number(saveFreq) });
const { history } = await model.fit(x, y, {
  epochs: 4,
  batchSize: 4,
  validationSplit: 0.1,
  ...(stepsPerEpoch === '' ? {} : { stepsPerEpoch: Number(stepsPerEpoch) }),
  callbacks: [backup, killer],
  verbose: 0,
});
const hash = createHash('sha256');
for (const variable of [...model.variables, ...(model.optimizer?.variables ?? [])]) hash.update(await variable.data());
console.log(JSON.stringify({ hash: hash.digest('hex'), loss: history.loss?.at(-1), mae: history.val_mae?.at(-1) }));
