import { POINTS, trainingRows } from '../data/data-shapes.ts';
import { netSpec } from '../net/net-spec.ts';
import type { DataName, PlaygroundState } from '../state/playground-state.ts';
import { EPOCHS } from './epochs.ts';
import { inTypeScript } from './print.ts';

const polar = 'ops.stack([ops.multiply(radius, ops.cos(angle)), ops.multiply(radius, ops.sin(angle))], 1)';

/** Lines that make the points `clean` of n rows and their classes `y`. */
const pointLines: Readonly<Record<Exclude<DataName, 'digits'>, (seed: number) => readonly string[]>> = {
  circles: (seed) => [
    'const y = ops.mod(ops.arange(n), 2);',
    `const angle = random.uniform([n], { maxval: 2 * Math.PI, seed: ${seed} });`,
    'const radius = ops.where(ops.equal(y, 0), 0.9, 0.4);',
    `const clean = ${polar};`,
  ],
  moons: (seed) => [
    'const y = ops.mod(ops.arange(n), 2);',
    `const angle = random.uniform([n], { maxval: Math.PI, seed: ${seed} });`,
    'const side = ops.where(ops.equal(y, 0), 1, -1);',
    'const first = ops.multiply(side, ops.subtract(ops.multiply(0.6, ops.cos(angle)), 0.3));',
    'const second = ops.multiply(side, ops.subtract(ops.multiply(0.6, ops.sin(angle)), 0.15));',
    'const clean = ops.stack([first, second], 1);',
  ],
  spirals: (seed) => [
    'const y = ops.mod(ops.arange(n), 2);',
    `const radius = random.uniform([n], { minval: 0.05, seed: ${seed} });`,
    'const turn = ops.where(ops.equal(y, 0), 0, Math.PI);',
    'const angle = ops.add(ops.multiply(3 * Math.PI, radius), turn);',
    `const clean = ${polar};`,
  ],
  xor: (seed) => [
    `const clean = random.uniform([n, 2], { minval: -1, maxval: 1, seed: ${seed} });`,
    "const y = ops.cast(ops.less(ops.prod(clean, { axis: 1 }), 0), 'int32');",
  ],
  blobs: (seed) => [
    'const y = ops.mod(ops.arange(n), 3);',
    "const angle = ops.multiply((2 * Math.PI) / 3, ops.cast(y, 'float32'));",
    'const radius = ops.full([n], 0.6);',
    `const clean = ops.add(${polar}, random.normal([n, 2], { stddev: 0.15, seed: ${seed} }));`,
  ],
};

function dataLines({ data, noise, seed, testShare }: PlaygroundState): string[] {
  if (data === 'digits')
    return [
      `const [train, test] = await datasets.digits.loadData({ testSplit: ${testShare}, seed: ${seed} });`,
      'const xTrain = ops.reshape(ops.divide(train[0], 16), [-1, 64]);',
      'const xTest = ops.reshape(ops.divide(test[0], 16), [-1, 64]);',
      'const [yTrain, yTest] = [train[1], test[1]];',
    ];
  const cut = trainingRows(testShare);
  return [
    `const n = ${POINTS};`,
    ...pointLines[data](seed),
    `const x = ops.add(clean, random.normal([n, 2], { stddev: ${noise}, seed: ${seed + 1} }));`,
    `const [xTrain, xTest] = ops.split(x, [${cut}]);`,
    `const [yTrain, yTest] = ops.split(y, [${cut}]);`,
  ];
}

/** The TypeScript that makes a state's data, builds its net and trains it, with the numbers that the playground shows. */
export function keratinCode(state: PlaygroundState): string {
  const spec = netSpec(state);
  const add = spec.block.map((layer) => `model.add(${inTypeScript(layer)});`);
  const block =
    spec.depth === 1 ? add : [`for (let i = 0; i < ${spec.depth}; i++) {`, ...add.map((line) => `  ${line}`), '}'];
  const standardize = spec.standardize
    ? [
        'const normalization = new layers.Normalization({ axis: null });',
        'await normalization.adapt(xTrain);',
        'model.add(normalization);',
      ]
    : [];
  const lines = [
    ...dataLines(state),
    '',
    `utils.setRandomSeed(${state.seed});`,
    `const model = new Sequential([new layers.Input({ shape: [${spec.features}] })]);`,
    ...standardize,
    ...block,
    `model.add(${inTypeScript(spec.output)});`,
    'model.compile({',
    `  optimizer: ${inTypeScript(spec.optimizer)},`,
    `  loss: '${spec.loss}',`,
    "  metrics: ['accuracy'],",
    '});',
    `await model.fit(xTrain, yTrain, { epochs: ${EPOCHS}, batchSize: ${spec.batchSize}, validationData: [xTest, yTest] });`,
  ];
  const text = lines.join('\n');
  const used = ['datasets', 'initializers', 'layers', 'ops', 'optimizers', 'random', 'Sequential', 'utils'].filter(
    (name) => new RegExp(`\\b${name}[.(]`).test(text),
  );
  return `import { ${used.join(', ')} } from 'keratin';\n\n${text}\n`;
}
