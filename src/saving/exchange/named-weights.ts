import { Layer } from '../../layers/layer.ts';
import type { LayerState } from '../../layers/layer-state.ts';
import { badArgument } from '../../support/errors.ts';
import { classNameOf } from '../../support/naming.ts';
import type { Variable } from '../../tensor/variable.ts';
import { savedParts } from '../state/saved-parts.ts';

/**
 * How arrays are named and laid out. `keras`: by path, as they are. `pytorch`: as `torch.nn` has them, `weight` and
 * `bias` beside `running_mean` and `running_var`, kernels with the outputs in front.
 */
export type WeightLayout = 'keras' | 'pytorch';

export interface WeightNamesOptions {
  /** Default `'keras'`. */
  readonly layout?: WeightLayout;
  /** Other names for layers: `{ dense: 'fc1' }` makes `fc1.weight` of `dense.weight`. Default: the layers' own. */
  readonly names?: Readonly<Record<string, string>>;
}

/** A weight under the name that it has in a file. */
export interface NamedWeight {
  readonly name: string;
  readonly variable: Variable;
  /** The file's axes are these of the variable, in this order; null when the axes are the same. */
  readonly axes: readonly number[] | null;
}

const TORCH_NAMES: Readonly<Record<string, string>> = {
  kernel: 'weight',
  embeddings: 'weight',
  gamma: 'weight',
  scale: 'weight',
  beta: 'bias',
  moving_mean: 'running_mean',
  moving_variance: 'running_var',
};

/** Keras's axes of a kernel in PyTorch's order; null where both agree. */
function torchAxes(owner: object, name: string, rank: number): readonly number[] | null {
  const className = classNameOf(owner);
  const spatial = Array.from({ length: Math.max(0, rank - 2) }, (_, i) => i);
  // Keras: (spatial, in, out), transposed (spatial, out, in); PyTorch: (out, in, spatial), transposed (in, out, spatial).
  if (name === 'kernel' && (className === 'Dense' || className.startsWith('Conv')))
    return [rank - 1, rank - 2, ...spatial];
  return null;
}

/** The path of a layer inside a model, by the names of the layers around it. */
function layerPaths(model: LayerState): Map<object, string> {
  const paths = new Map<object, string>();
  const visit = (owner: LayerState, path: string): void => {
    for (const layer of owner.subLayers()) {
      if (paths.has(layer)) continue;
      const own = path === '' ? layer.name : `${path}/${layer.name}`;
      paths.set(layer, own);
      visit(layer, own);
    }
  };
  visit(model, '');
  return paths;
}

/** All weights of a model under the names that they have in a file, each once. */
export function namedWeights(model: LayerState, options: WeightNamesOptions): NamedWeight[] {
  const { layout = 'keras', names = {} } = options;
  if (layout !== 'keras' && layout !== 'pytorch') throw badArgument('layout', "'keras' or 'pytorch'", layout);
  const paths = layerPaths(model);
  const torch = layout === 'pytorch';
  const used = new Map<string, number>();
  return savedParts(model)
    .filter(({ owner }) => owner === model || owner instanceof Layer)
    .flatMap(({ owner, variables }) => {
      const path = paths.get(owner) ?? '';
      const renamed = Object.hasOwn(names, path) ? (names[path] ?? path) : path;
      return variables.map((variable) => {
        const own = torch ? (TORCH_NAMES[variable.name] ?? variable.name) : variable.name;
        const place = torch ? renamed.replaceAll('/', '.') : renamed;
        const whole = place === '' ? own : `${place}${torch ? '.' : '/'}${own}`;
        // Two weights of one layer may have one name.
        const count = used.get(whole) ?? 0;
        used.set(whole, count + 1);
        const name = count === 0 ? whole : `${whole}_${count}`;
        return { name, variable, axes: torch ? torchAxes(owner, variable.name, variable.shape.length) : null };
      });
    });
}
