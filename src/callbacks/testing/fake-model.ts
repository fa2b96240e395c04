import { convertToTensor } from '../../tensor/convert.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { Variable } from '../../tensor/variable.ts';
import type { CallbackMetric, CallbackModel, CallbackOptimizer } from '../callback-model.ts';

/** A model with one weight and an optimizer that remembers its learning rate, for tests of callbacks. */
export class FakeModel implements CallbackModel {
  readonly name = 'fake';
  stopTraining = false;
  stopEvaluating = false;
  stopPredicting = false;
  reportedMetrics: CallbackMetric[] = [
    { name: 'loss', direction: 'down' },
    { name: 'accuracy', direction: 'up' },
    { name: 'mystery' },
  ];
  readonly weight = new Variable([0]);
  readonly weights = [this.weight];
  rate = 0.1;
  /** What was asked of the model, in order. */
  readonly calls: string[] = [];
  readonly optimizer: CallbackOptimizer;

  constructor() {
    const model = this;
    this.optimizer = {
      getLearningRate: () => model.rate,
      get learningRate() {
        return model.rate;
      },
      set learningRate(value: number) {
        model.rate = value;
      },
      swapAverages: () => model.calls.push('swap'),
      resetAverages: () => model.calls.push('reset'),
    };
  }

  async getWeights(): Promise<Tensor[]> {
    return [convertToTensor(await this.weight.data())];
  }

  async save(filepath: string): Promise<void> {
    this.calls.push(`save ${filepath}`);
  }

  async saveWeights(filepath: string): Promise<void> {
    this.calls.push(`saveWeights ${filepath}`);
  }

  async saveTrainingState(filepath: string): Promise<void> {
    this.calls.push(`saveTrainingState ${filepath}`);
  }

  async loadTrainingState(filepath: string): Promise<void> {
    this.calls.push(`loadTrainingState ${filepath}`);
  }

  setWeights(weights: readonly Tensor[]): void {
    const [weight] = weights;
    if (weight instanceof Tensor) this.weight.assign(weight);
  }
}
