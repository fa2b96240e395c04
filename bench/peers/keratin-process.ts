/** The whole process that is measured: from an import line to a net that knows its digits, by the built package. */

const built = new URL('../../dist/index.js', import.meta.url);
const { datasets, layers, Sequential }: typeof import('../../src/index.ts') = await import(built.href);

const [[x, y], [xTest, yTest]] = await datasets.digits.loadData();
const model = new Sequential([new layers.Input({ shape: [8, 8] }), new layers.Flatten()]);
model.add(new layers.BatchNormalization());
for (const units of [300, 100]) {
  model.add(new layers.Dense(units, { activation: 'elu', kernelInitializer: 'he_normal' }));
  model.add(new layers.BatchNormalization());
}
model.add(new layers.Dense(10, { activation: 'softmax' }));
model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
await model.fit(x, y, { epochs: 5, verbose: 0 });
const results = await model.evaluate(xTest, yTest, { verbose: 0 });
const accuracy = Array.isArray(results) ? results[1] : undefined;
if (!(Number(accuracy) > 0.9)) throw new Error(`The net should know its digits. Received: accuracy ${accuracy}`);
