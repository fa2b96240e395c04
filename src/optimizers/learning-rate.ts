import { noteChange } from '../support/changes.ts';
import { ArgumentError, badArgument, describe } from '../support/errors.ts';
import { type Config, serializeObject } from '../support/registry.ts';
import { at } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { deserialize, LearningRateSchedule } from './schedules/index.ts';

/** An optimizer's learning rate: a number that can be set, kept in a variable so that programs see it, or a schedule. */
export class LearningRate {
  readonly #path: string;
  #source: Variable | LearningRateSchedule;

  constructor(value: unknown, path: string) {
    this.#path = path;
    this.#source = this.#convert(value);
  }

  #convert(value: unknown): Variable | LearningRateSchedule {
    if (value instanceof LearningRateSchedule) return value;
    if (typeof value === 'number' && Number.isFinite(value)) {
      return new Variable(value, { name: 'learning_rate', path: this.#path, trainable: false });
    }
    if (typeof value === 'object' && value !== null && 'class_name' in value) return deserialize(value);
    throw badArgument('learningRate', 'a finite number or a LearningRateSchedule', value);
  }

  /** The variable, unless there is a schedule. */
  get variable(): Variable | null {
    return this.#source instanceof Variable ? this.#source : null;
  }

  /** Part of programs: the value at a step. */
  at(step: Tensor): Tensor {
    return this.#source instanceof Variable ? this.#source.value : this.#source.apply(step);
  }

  /** The value now, for the host. */
  read(step: Variable): number {
    const values =
      this.#source instanceof Variable ? this.#source.dataSync() : this.#source.apply(step.peek()).dataSync();
    return at(values, 0);
  }

  /** Programs that were compiled with a number see the next one; a schedule in place of a number needs new programs. */
  set(value: unknown): void {
    if (value instanceof LearningRateSchedule) {
      this.#source = value;
      noteChange();
    } else if (this.#source instanceof LearningRateSchedule) {
      throw new ArgumentError(
        `This optimizer follows a learning-rate schedule, so its learning rate cannot be set to a number. Make the optimizer with a number instead. Received: learningRate=${describe(value)}`,
      );
    } else if (typeof value === 'number' && Number.isFinite(value)) {
      this.#source.load([value]);
    } else {
      throw badArgument('learningRate', 'a finite number or a LearningRateSchedule', value);
    }
  }

  getConfig(): Config[string] {
    return this.#source instanceof Variable ? at(this.#source.dataSync(), 0) : serializeObject(this.#source);
  }
}
