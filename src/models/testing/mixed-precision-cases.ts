import { layers } from '../../index.ts';
import type { Shape } from '../../support/shape.ts';

/** A net, its input's shape, and what Keras on JAX gives under both mixed policies. */
interface MixedPrecisionCase {
  readonly name: string;
  readonly make: () => layers.Layer[];
  readonly shape: Shape;
  readonly mixed_bfloat16: readonly number[];
  readonly mixed_float16: readonly number[];
}

/**
 * Made with Keras 3 on JAX. Weight k has the values 0.6 sin(0.7 i + k) (variances: from 0.5 to 1.5), the input
 * 1.3 cos(0.37 i):
 *
 *     keras.config.set_dtype_policy('mixed_bfloat16')
 *     model = keras.Sequential([keras.Input(shape[1:]), *layers])
 *     for k, w in enumerate(model.weights): w.assign(np.sin(np.arange(w.size) * 0.7 + k).reshape(w.shape) * 0.6)
 *     keras.ops.cast(model(x), 'float32')
 */
export const mixedPrecisionCases: readonly MixedPrecisionCase[] = [
  {
    name: 'dense',
    make: () => [new layers.Dense(4, { activation: 'tanh' }), new layers.Dense(2)],
    shape: [3, 5],
    mixed_bfloat16: [-0.13671875, -0.7109375, 0.1298828125, -0.7109375, 0.1728515625, -0.380859375],
    mixed_float16: [-0.137939453125, -0.71435546875, 0.130126953125, -0.7109375, 0.1746826171875, -0.3798828125],
  },
  {
    name: 'batch normalization',
    make: () => [new layers.Dense(4), new layers.BatchNormalization()],
    shape: [3, 5],
    mixed_bfloat16: [
      0.90625, 0.10693359375, -0.75, -0.71875, 1.09375, 0.0849609375, -0.6953125, -0.5234375, 0.58984375,
      -0.11181640625, -0.63671875, -0.546875,
    ],
    mixed_float16: [
      0.90673828125, 0.1085205078125, -0.74951171875, -0.7177734375, 1.0986328125, 0.0863037109375, -0.69677734375,
      -0.52197265625, 0.59033203125, -0.11114501953125, -0.6376953125, -0.548828125,
    ],
  },
  {
    name: 'layer normalization',
    make: () => [new layers.Dense(4), new layers.LayerNormalization()],
    shape: [3, 5],
    mixed_bfloat16: [
      -0.016845703125, -0.031005859375, -0.66015625, 0.189453125, 0.56640625, -0.10546875, -0.55078125, 0.2197265625,
      0.703125, -0.1591796875, -0.51953125, 0.1337890625,
    ],
    mixed_float16: [
      -0.01390838623046875, -0.03216552734375, -0.66064453125, 0.1907958984375, 0.56640625, -0.10430908203125,
      -0.5498046875, 0.218505859375, 0.703125, -0.1561279296875, -0.51416015625, 0.1287841796875,
    ],
  },
  {
    name: 'rms normalization',
    make: () => [new layers.RMSNormalization()],
    shape: [3, 4],
    mixed_bfloat16: [
      0, 0.4453125, 0.5390625, 0.287109375, 0, -0.1962890625, -0.65625, -0.81640625, 0, -0.4375, -0.578125,
      -0.357421875,
    ],
    mixed_float16: [
      0, 0.44580078125, 0.54052734375, 0.28515625, 0, -0.1964111328125, -0.65966796875, -0.81396484375, 0,
      -0.437744140625, -0.578125, -0.357666015625,
    ],
  },
  {
    name: 'conv 2d',
    make: () => [new layers.Conv2D(3, 2, { activation: 'relu' }), new layers.MaxPooling2D(2), new layers.Flatten()],
    shape: [2, 5, 5, 2],
    mixed_bfloat16: [
      0.9921875, 1.140625, 1.1875, 1.1875, 1.015625, 1.265625, 1.15625, 1.03125, 1.2265625, 1, 1.140625, 1.1875,
      0.796875, 1.171875, 1.265625, 1.140625, 1.0234375, 1.2265625, 1.1875, 1.140625, 1.09375, 1.015625, 1.171875,
      1.265625,
    ],
    mixed_float16: [
      0.99462890625, 1.1416015625, 1.1923828125, 1.193359375, 1.017578125, 1.2646484375, 1.154296875, 1.0302734375,
      1.2255859375, 1.0009765625, 1.138671875, 1.1875, 0.798828125, 1.17578125, 1.2646484375, 1.15234375, 1.025390625,
      1.228515625, 1.193359375, 1.1357421875, 1.0859375, 1.0205078125, 1.17578125, 1.263671875,
    ],
  },
  {
    name: 'average pooling',
    make: () => [new layers.AveragePooling2D(2, { padding: 'same' }), new layers.GlobalAveragePooling2D()],
    shape: [2, 5, 5, 2],
    mixed_bfloat16: [-0.08203125, -0.048583984375, -0.1044921875, -0.0810546875],
    mixed_float16: [-0.082763671875, -0.048187255859375, -0.105224609375, -0.0810546875],
  },
  {
    name: 'lstm',
    make: () => [new layers.LSTM(3)],
    shape: [2, 4, 3],
    mixed_bfloat16: [0.042724609375, 0.1220703125, 0.126953125, -0.197265625, 0.05712890625, 0.1865234375],
    mixed_float16: [
      0.044403076171875, 0.122314453125, 0.125732421875, -0.197509765625, 0.057159423828125, 0.186279296875,
    ],
  },
  {
    name: 'bidirectional',
    make: () => [new layers.Bidirectional(new layers.SimpleRNN(2))],
    shape: [2, 4, 3],
    mixed_bfloat16: [0.009765625, -0.392578125, -0.71875, -0.71484375, 0.77734375, 0.703125, -0.26953125, 0.251953125],
    mixed_float16: [
      0.006103515625, -0.388916015625, -0.72119140625, -0.71875, 0.7763671875, 0.7041015625, -0.272705078125,
      0.2509765625,
    ],
  },
  {
    name: 'embedding',
    make: () => [new layers.Embedding(4, 3), new layers.GlobalMaxPooling1D()],
    shape: [2, 3],
    mixed_bfloat16: [0.51953125, 0.38671875, 0.58984375, 0, 0.38671875, 0.58984375],
    mixed_float16: [0.51806640625, 0.386474609375, 0.59130859375, 0, 0.386474609375, 0.59130859375],
  },
  {
    name: 'float32 head',
    make: () => [new layers.Dense(4), new layers.Dense(3, { activation: 'softmax', dtype: 'float32' })],
    shape: [3, 5],
    mixed_bfloat16: [
      0.472222238779068, 0.30079904198646545, 0.22697868943214417, 0.48818665742874146, 0.29163187742233276,
      0.2201814502477646, 0.46538296341896057, 0.30155083537101746, 0.23306618630886078,
    ],
    mixed_float16: [
      0.4715658128261566, 0.3008759021759033, 0.22755828499794006, 0.48862025141716003, 0.29146429896354675,
      0.2199154496192932, 0.46594732999801636, 0.30136314034461975, 0.23268960416316986,
    ],
  },
];
