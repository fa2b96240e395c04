/** A training that is logged and takes its time, to be killed: `node logged-training.ts FOLDER`. */
import { callbacks, layers, Sequential } from '../../../index.ts';

const model = new Sequential([
  new layers.Input({ shape: [2] }),
  new layers.Dense(4, { activation: 'tanh', name: 'hidden' }),
  new layers.Dense(1),
]);
model.compile({ optimizer: 'sgd', loss: 'mse' });
const x = Array.from({ length: 64 }, (_, i) => [Math.sin(i), Math.cos(i)]);
const y = x.map(([a = 0, b = 0]) => a * b);
const studio = new callbacks.Studio({ logDir: process.argv[2] ?? '', name: 'killed', serve: false, every: 2 });
const slowly = { onEpochEnd: () => new Promise<void>((resolve) => setTimeout(resolve, 20)) };
await model.fit(x, y, { epochs: 100_000, batchSize: 16, verbose: 0, callbacks: [studio, slowly] });
