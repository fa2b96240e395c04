/** Tensors that print, layers of one's own that know whether they train, and runs that repeat to the bit. */

import { datasets, layers, ops, random, Sequential, type Tensor, utils } from 'keratin';

utils.setRandomSeed(42);
console.log(random.uniform([3, 3], { minval: 0, maxval: 1 }));
console.log();

/** Adds Gaussian noise to its inputs, in training only. */
class AddNoise extends layers.Layer {
  static override readonly className: string = 'AddNoise';
  readonly stddev: number;
  readonly seedGenerator = new random.SeedGenerator();
  /** What `training` was, each time the layer was called. */
  readonly modes = new Set<boolean>();

  constructor(stddev: number, options: layers.LayerOptions = {}) {
    super(options);
    this.stddev = stddev;
  }

  override call(inputs: Tensor, { training = false }: layers.CallOptions = {}): Tensor {
    this.modes.add(training);
    if (!training) return inputs;
    const noise = random.normal(inputs.shape, { stddev: this.stddev, seed: this.seedGenerator });
    return ops.add(inputs, noise);
  }

  override getConfig() {
    return { ...super.getConfig(), stddev: this.stddev };
  }
}

/** A block that forgets to pass `training` on to the layer inside. */
class Forgetful extends layers.Layer {
  static override readonly className: string = 'Forgetful';
  readonly noise = new AddNoise(0.1);

  override call(inputs: Tensor): Tensor {
    return this.noise.apply(inputs);
  }
}

const noise = new AddNoise(0.5);
console.log('Called on its own, a layer does not train:', await noise.apply([[1, 2]]).data());
console.log('With training: true it adds noise:        ', await noise.apply([[1, 2]], { training: true }).data());

const [[xTrain, yTrain]] = await datasets.digits.loadData();
const images = ops.divide(xTrain, 16);

/** Trains a net for two epochs from a seed. */
async function run(seed: number) {
  utils.setRandomSeed(seed);
  const forgetful = new Forgetful();
  const model = new Sequential([
    new layers.Flatten({ inputShape: [8, 8] }),
    forgetful,
    new layers.Dense(32, { activation: 'relu', kernelInitializer: 'he_normal' }),
    new layers.Dropout(0.2),
    new layers.Dense(10, { activation: 'softmax' }),
  ]);
  model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy' });
  // Making the model called the layer, too, to find shapes.
  forgetful.noise.modes.clear();
  const { history } = await model.fit(images, yTrain, { epochs: 2, verbose: 0 });
  const fitModes = [...forgetful.noise.modes];
  const weights = await Promise.all((await model.getWeights()).map((weight) => weight.data()));
  return { losses: history.loss ?? [], fitModes, weights: weights.map((values) => values.join()).join() };
}

const [first, again, other] = [await run(42), await run(42), await run(43)];
console.log('\nIn fit, a layer in a block that forgets to pass `training` on still gets:', first.fitModes);

console.log('\nLosses of two runs from seed 42, and of one from seed 43:');
for (const { losses } of [first, again, other]) console.log(losses);
console.log('weights equal to the bit, 42 and 42:', first.weights === again.weights);
console.log('weights equal to the bit, 42 and 43:', first.weights === other.weights);
