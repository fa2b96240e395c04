import * as layers from '../../src/layers/index.ts';
import type { KerasTensor } from '../../src/layers/keras-tensor.ts';
import { ops } from '../../src/layers/operations/ops.ts';
import { type Model, Sequential } from '../../src/models/index.ts';
import { Int4QuantizationConfig } from '../../src/quantizers/index.ts';
import { dense, graph, image, sequence, stack, VOCABULARY } from './many-models.ts';

const unit = (units: number, options: layers.LSTMOptions = {}): layers.LSTM => new layers.LSTM(units, options);

/** Small models with loops, with attention and with preprocessing, by name. */
export const moreModels: Readonly<Record<string, () => Model>> = {
  simple_rnn: () => stack(sequence, new layers.SimpleRNN(5), dense(2)),
  lstm: () => stack(sequence, unit(5, { returnSequences: true }), unit(3, { dropout: 0.1 }), dense(2)),
  gru: () => stack(sequence, new layers.GRU(5, { returnSequences: true, goBackwards: true }), new layers.GRU(3)),
  gru_before: () => stack(sequence, new layers.GRU(4, { resetAfter: false, recurrentDropout: 0.1 }), dense(1)),
  bidirectional: () =>
    stack(
      sequence,
      new layers.Bidirectional(unit(4, { returnSequences: true })),
      new layers.Bidirectional(new layers.GRU(3), { mergeMode: 'sum' }),
      dense(2),
    ),
  stacked_cells: () =>
    stack(sequence, new layers.RNN([new layers.LSTMCell(4), new layers.GRUCell(3), new layers.SimpleRNNCell(2)])),
  one_cell: () => stack(sequence, new layers.RNN(new layers.GRUCell(4), { returnSequences: true, unroll: true })),
  stateful: () =>
    new Sequential([
      new layers.Input({ batchShape: [4, 6, 4] }),
      new layers.Masking({ maskValue: 0 }),
      unit(4, { stateful: true, returnSequences: true, unitForgetBias: false }),
      dense(1),
    ]),
  words_recurrent: () =>
    stack([6], new layers.Embedding(VOCABULARY, 4, { maskZero: true }), new layers.Bidirectional(unit(3)), dense(2)),
  time_distributed: () =>
    stack(
      [3, 8, 8, 2],
      new layers.TimeDistributed(new layers.Conv2D(3, 3)),
      new layers.TimeDistributed(new layers.Flatten()),
      unit(4),
      dense(1),
    ),
  conv_lstm: () =>
    stack([3, 6, 6, 2], new layers.ConvLSTM2D(3, 3, { padding: 'same' }), new layers.Flatten(), dense(2)),
  conv_lstm_1d: () => stack([3, 6, 2], new layers.ConvLSTM1D(3, 2, { returnSequences: true }), new layers.Flatten()),
  encoder_decoder: () =>
    graph(sequence, (x) => {
      const [encoded, h, c] = unit(4, { returnState: true }).apply<KerasTensor[]>(x) as [
        KerasTensor,
        KerasTensor,
        KerasTensor,
      ];
      const repeated = new layers.RepeatVector(3).apply(encoded);
      return dense(2).apply(unit(4, { returnSequences: true }).apply(repeated, { initialState: [h, c] }));
    }),
  quantized: () => {
    const model = stack(
      sequence,
      new layers.EinsumDense('abc,cde->abde', [null, 2, 3], { biasAxes: 'de' }),
      new layers.Flatten(),
      dense(5),
      dense(2),
    );
    model.quantize('int8', { filters: (layer) => layer !== model.layers.at(-1) });
    return model;
  },
  words_quantized: () => {
    const model = stack([6], new layers.Embedding(VOCABULARY, 4), new layers.Flatten(), dense(3));
    model.quantize('int4', { config: new Int4QuantizationConfig({ blockSize: 4 }) });
    return model;
  },
  transformer_block: () =>
    graph(sequence, (x) => {
      const attended = new layers.MultiHeadAttention(2, 4, { dropout: 0.1, valueDim: 3 }).apply([x, x], {
        useCausalMask: true,
      });
      const h = new layers.LayerNormalization({ epsilon: 1e-6 }).apply(new layers.Add().apply([x, attended]));
      const wide = dense(4).apply(dense(8, { activation: 'gelu' }).apply(h));
      return new layers.LayerNormalization().apply(new layers.Add().apply([h, wide]));
    }),
  cross_attention: () =>
    graph(sequence, (x) => {
      const memory = new layers.GRU(4, { returnSequences: true }).apply(x);
      return new layers.GlobalAveragePooling1D().apply(new layers.MultiHeadAttention(1, 4).apply([x, memory]));
    }),
  images_prepared: () =>
    stack(
      image,
      new layers.Rescaling(0.5, { offset: -1 }),
      new layers.Resizing(6, 6),
      new layers.CenterCrop(4, 4),
      new layers.RandomFlip({ mode: 'horizontal', seed: 1 }),
      new layers.RandomRotation(0.1, { seed: 2 }),
      new layers.Conv2D(2, 3),
      new layers.Flatten(),
    ),
  adaptive: () =>
    stack(
      image,
      new layers.SpatialDropout2D(0.2),
      new layers.SeparableConv2D(4, 3, { depthwiseRegularizer: 'l1', pointwiseConstraint: 'non_neg' }),
      new layers.LayerNormalization({ axis: [1, 2, 3] }),
      new layers.GlobalMaxPooling2D({ keepdims: true }),
    ),
  branches: () =>
    graph(image, (x) => {
      const shared = new layers.Conv2D(3, 1, { name: 'shared' });
      const parts = [1, 2].map((size) => new layers.AveragePooling2D(size, { strides: 1, padding: 'same' }).apply(x));
      const all = new layers.Concatenate().apply(parts.map((part) => shared.apply(part)));
      const flat = new layers.Flatten().apply(all);
      return [dense(3, { activation: 'softmax', name: 'kind' }).apply(flat), dense(1, { name: 'size' }).apply(flat)];
    }),
  shared_encoder: () =>
    graph([4], (x) => {
      const encoder = stack([4], dense(5, { activation: 'tanh' }), new layers.BatchNormalization(), dense(3));
      const twice = [encoder.apply(x), encoder.apply(new layers.Rescaling(2).apply(x))];
      return new layers.Subtract().apply(twice as KerasTensor[]);
    }),
  operations: () =>
    graph([4], (x) => {
      const h = ops.add(ops.multiply(dense(4).apply(x), 2), x);
      return dense(1).apply(ops.sum(ops.square(h), { axis: -1, keepdims: true }));
    }),
  low_rank: () => {
    const adapted = dense(4, { loraRank: 2 });
    return stack([5], adapted, new layers.EinsumDense('ab,bc->ac', 3, { loraRank: 2, biasAxes: 'c' }), dense(2));
  },
};
