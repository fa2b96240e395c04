/** Trains without end, until Ctrl-C; run as a process of its own by a test. */
import { scale } from './nets.ts';

const model = scale();
const history = await model.fit([1, 1], [2, 2], {
  verbose: 0,
  epochs: 1e9,
  callbacks: { onEpochEnd: (epoch) => (epoch === 10 ? console.log('training') : undefined) },
});
console.log(`ended after ${history.epoch.length > 10 ? 'some' : 'no'} epochs`);
