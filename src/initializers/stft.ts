import { cast } from '../ops/core.ts';
import { flag, oneOf } from '../support/check-values.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import { formatShape, type Shape } from '../support/shape.ts';
import { Storage } from '../tensor/storage.ts';
import { Tensor } from '../tensor/tensor.ts';
import { Initializer, type InitializerOptions } from './initializer.ts';
import { weightDtype } from './random-initializer.ts';
import { type WindowName, windowValues } from './window.ts';

export interface STFTOptions {
  /** The real or the imaginary part of the transform. Default 'real'. */
  readonly side?: 'real' | 'imag';
  /** A window by SciPy's name, its values, or none (null). Default 'hann'. */
  readonly window?: WindowName | readonly number[] | null;
  /** What the window is divided by: 'density' (its 2-norm, the default), 'spectrum' (its 1-norm) or nothing (null). */
  readonly scaling?: 'density' | 'spectrum' | null;
  /** Whether the window is periodic rather than symmetric. Default false. */
  readonly periodic?: boolean;
}

/**
 * Kernels of a convolution that computes one side of a short-time Fourier transform: w(t) cos(2 pi t f / n) or
 * -w(t) sin(2 pi t f / n) for time t and frequency f, where n = 2 (frequencies - 1).
 *
 * @param options `{ side: 'real', window: 'hann', scaling: 'density', periodic: false }`
 * @throws ArgumentError when the shape is not [length of the window, 1, frequencies]
 * @see https://keras.io/api/layers/initializers/#stft-class
 *
 * @example
 * ```ts
 * import { initializers } from 'keratin';
 * console.log(new initializers.STFT({ side: 'imag' }).apply([8, 1, 5]).shape); // => [8, 1, 5]
 * ```
 */
export class STFT extends Initializer {
  static override readonly className: string = 'STFT';
  readonly #side: 'real' | 'imag';
  readonly #window: WindowName | readonly number[] | null;
  readonly #scaling: 'density' | 'spectrum' | null;
  readonly #periodic: boolean;

  constructor(options: STFTOptions = {}) {
    super();
    checkOptions('STFT', options, ['side', 'window', 'scaling', 'periodic']);
    this.#side = oneOf('side', options.side ?? 'real', ['real', 'imag']);
    this.#window = options.window === undefined ? 'hann' : options.window;
    if (typeof this.#window === 'string') windowValues(this.#window, 2, false);
    const scaling = options.scaling === undefined ? 'density' : options.scaling;
    this.#scaling =
      scaling === null ? null : oneOf<'density' | 'spectrum'>('scaling', scaling, ['density', 'spectrum']);
    this.#periodic = flag('periodic', options.periodic ?? false);
  }

  override apply(shape: Shape, options: InitializerOptions = {}): Tensor {
    const dtype = weightDtype(options.dtype);
    const [length, channels, frequencies] = shape;
    if (length === undefined || frequencies === undefined || shape.length !== 3 || channels !== 1) {
      throw badArgument('shape', 'a shape (length of the window, 1, number of frequencies)', formatShape(shape));
    }
    const weights = this.#weights(length);
    const period = Math.max(1, 2 * (frequencies - 1));
    // Angles are rounded as Keras's single-precision arithmetic rounds them; late in the window that shows.
    const wave = (t: number, f: number) => {
      const angle = Math.fround(Math.fround(-2 * t * Math.fround(f / period)) * Math.fround(Math.PI));
      return this.#side === 'real' ? Math.cos(angle) : Math.sin(angle);
    };
    const values = weights.flatMap((weight, t) => Array.from({ length: frequencies }, (_, f) => weight * wave(t, f)));
    return cast(new Tensor(Storage.from(values, shape, 'float32')), dtype);
  }

  /** The window after scaling. */
  #weights(length: number): number[] {
    const window = this.#window;
    if (window === null) return Array.from({ length }, () => 1);
    const values = typeof window === 'string' ? windowValues(window, length, this.#periodic) : [...window];
    if (values.length !== length)
      throw badArgument('window', `a window of ${length} values, as many as the first axis of the shape`, window);
    const norm =
      this.#scaling === null
        ? 1
        : this.#scaling === 'density'
          ? Math.hypot(...values)
          : values.reduce((sum, value) => sum + Math.abs(value), 0);
    return values.map((value) => value / norm);
  }

  override getConfig(): Config {
    return { side: this.#side, window: this.#window, periodic: this.#periodic, scaling: this.#scaling };
  }
}
