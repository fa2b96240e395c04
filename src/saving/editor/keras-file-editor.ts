import type { LayerState } from '../../layers/layer-state.ts';
import { ArgumentError, badArgument, nearest } from '../../support/errors.ts';
import { asFileError } from '../../support/file-error.ts';
import { openSource } from '../../support/files/byte-source.ts';
import { type FileSource, nameOfSource } from '../../support/files/file-source.ts';
import { type FileTarget, writeFileAtomically, writePieces } from '../../support/files/write-file.ts';
import { formatShape, sameShape } from '../../support/shape.ts';
import { readZip } from '../../support/zip/read-zip.ts';
import { convertToTensor, type TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { fileKind } from '../file-kind.ts';
import { openArchiveWeights } from '../files/keras-archive.ts';
import { readJson } from '../files/read-json.ts';
import { H5Reader } from '../h5/h5-reader.ts';
import { H5Writer } from '../h5/h5-writer.ts';
import { savedParts } from '../state/saved-parts.ts';
import { readObjects, type SavedObjects } from './read-objects.ts';

/** What `compare` found. */
export interface FileComparison {
  readonly status: 'success' | 'error';
  readonly errorCount: number;
  readonly matchCount: number;
}

interface Content {
  readonly objects: SavedObjects;
  readonly config: unknown;
  readonly metadata: unknown;
}

/**
 * Looks into a file of weights, changes what is in it, and writes it anew: for weights of a model that was built
 * otherwise when they were saved. The file itself stays as it is.
 *
 * Objects have paths, such as `layers/dense`; where only one object has a name, the name will do. Weights of an object
 * are named by numbers: `0`, `1`.
 *
 * @see https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/
 *
 * @example
 * ```ts
 * import { layers, saving, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(1, { name: 'old' })]);
 * const editor = await saving.KerasFileEditor.open(await model.toBytes());
 * editor.renameObject('dense', 'dense_7');
 * editor.addObject('layers/dense_8', { 0: [[1, 2]], 1: [0, 0] });
 * console.log([...editor.objects.keys()]); // => [ 'layers/dense_7', 'layers/dense_8' ]
 * ```
 */
export class KerasFileEditor {
  readonly filepath: string;
  /** What a `.keras` file says of the model; null in a file of weights alone. */
  readonly config: unknown;
  /** What a `.keras` file says of itself; null in a file of weights alone. */
  readonly metadata: unknown;
  #objects: SavedObjects;

  private constructor(filepath: string, { objects, config, metadata }: Content) {
    this.filepath = filepath;
    this.config = config;
    this.metadata = metadata;
    this.#objects = objects;
  }

  /**
   * Opens a `.keras` or `.weights.h5` file.
   *
   * @param filepath what `models.loadModel` takes
   * @throws FileError when it is damaged, or neither of the two
   */
  static async open(filepath: FileSource): Promise<KerasFileEditor> {
    const name = nameOfSource(filepath);
    const source = await openSource(filepath).catch((error: unknown) => {
      throw asFileError('The file cannot be opened', error);
    });
    try {
      if ((await fileKind(source)) !== 'zip') {
        const file = await H5Reader.open(await source.window(0, source.size));
        return new KerasFileEditor(name, { objects: readObjects(file), config: null, metadata: null });
      }
      const entries = await readZip(source);
      const json = async (entry: string): Promise<unknown> => {
        const bytes = await entries.get(entry)?.read();
        return bytes === undefined ? null : readJson(entry, bytes);
      };
      const objects = readObjects(await openArchiveWeights(source));
      return new KerasFileEditor(name, {
        objects,
        config: await json('config.json'),
        metadata: await json('metadata.json'),
      });
    } catch (error) {
      throw asFileError(`${name} cannot be opened`, error);
    } finally {
      await source.close();
    }
  }

  /** The weights by name, by the path of their object. */
  get objects(): ReadonlyMap<string, ReadonlyMap<string, Tensor>> {
    return this.#objects;
  }

  /** Prints all objects with the shapes of their weights. */
  summary(): void {
    const lines = [...this.#objects].flatMap(([path, weights]) => [
      path === '' ? '/' : path,
      ...[...weights].map(([name, { shape, dtype }]) => `    ${name}: ${formatShape(shape)} ${dtype}`),
    ]);
    console.log([`Weights in ${this.filepath}`, ...lines].join('\n'));
  }

  /**
   * Says what in the file does not fit a model, and prints it.
   *
   * @param referenceModel a model that is built
   */
  compare(referenceModel: LayerState): FileComparison {
    const wanted = new Map(
      savedParts(referenceModel).map(({ path, variables }) => [path.slice(1), variables.map(({ shape }) => shape)]),
    );
    const errors: string[] = [];
    let matchCount = 0;
    for (const [path, shapes] of wanted) {
      const found = this.#objects.get(path);
      for (const [i, shape] of shapes.entries()) {
        const weight = found?.get(String(i));
        if (weight === undefined) errors.push(`${path}/${i}: in the model, not in the file`);
        else if (!sameShape(weight.shape, shape))
          errors.push(`${path}/${i}: ${formatShape(shape)} in the model, ${formatShape(weight.shape)} in the file`);
        else matchCount++;
      }
    }
    for (const [path, weights] of this.#objects)
      for (const name of weights.keys())
        if (Number(name) >= (wanted.get(path)?.length ?? 0))
          errors.push(`${path}/${name}: in the file, not in the model`);
    console.log([...errors, `${matchCount} weights match, ${errors.length} do not.`].join('\n'));
    return { status: errors.length === 0 ? 'success' : 'error', errorCount: errors.length, matchCount };
  }

  /**
   * Gives an object another name, in the place where it is.
   *
   * @param objectName the name of an object, or its path
   * @param newName its new name, without a path
   */
  renameObject(objectName: string, newName: string): void {
    const path = this.#find(objectName);
    if (typeof newName !== 'string' || newName === '' || newName.includes('/'))
      throw badArgument('newName', 'a name without "/"', newName);
    const renamed = `${path.slice(0, path.lastIndexOf('/') + 1)}${newName}`;
    if (renamed !== path && this.#paths().has(renamed))
      throw badArgument('newName', 'a name that no other object has there', newName);
    this.#objects = new Map(
      [...this.#objects].map(([key, weights]) => [isIn(key, path) ? renamed + key.slice(path.length) : key, weights]),
    );
  }

  /** Removes an object, and what is in it. @param objectName its name or path */
  deleteObject(objectName: string): void {
    const path = this.#find(objectName);
    for (const key of [...this.#objects.keys()]) if (isIn(key, path)) this.#objects.delete(key);
  }

  /**
   * Adds an object.
   *
   * @param objectPath the whole path of a new object, such as `layers/dense_2`
   * @param weights its weights by name: `{ 0: kernel, 1: bias }`
   */
  addObject(objectPath: string, weights: Readonly<Record<string, TensorLike>>): void {
    if (
      typeof objectPath !== 'string' ||
      objectPath.split('/').some((name) => name === '' || name === '.' || name === '..')
    )
      throw badArgument('objectPath', 'names with "/" between them', objectPath);
    if (this.#paths().has(objectPath)) throw badArgument('objectPath', 'the path of no object in the file', objectPath);
    this.#objects.set(objectPath, convertAll(weights));
  }

  /**
   * Removes a weight of an object.
   *
   * @param objectName the name of an object, or its path
   * @param weightName the name of one of its weights, such as `0`
   */
  deleteWeight(objectName: string, weightName: string): void {
    const path = this.#find(objectName);
    const weights = this.#objects.get(path);
    if (weights?.delete(String(weightName)) !== true)
      throw badArgument('weightName', `a weight of ${path}: ${[...(weights?.keys() ?? [])].join(', ')}`, weightName);
  }

  /**
   * Adds weights to an object, in place of those of the same names.
   *
   * @param objectName the name of an object, or its path
   * @param weights by name: `{ 0: kernel }`
   */
  addWeights(objectName: string, weights: Readonly<Record<string, TensorLike>>): void {
    const path = this.#find(objectName);
    this.#objects.set(path, new Map([...(this.#objects.get(path) ?? []), ...convertAll(weights)]));
  }

  /** Writes a file of weights. @param filepath a path that ends in .weights.h5 */
  async save(filepath: FileTarget): Promise<void> {
    if (!String(filepath).endsWith('.weights.h5'))
      throw badArgument('filepath', 'a path that ends in .weights.h5', filepath);
    await writeFileAtomically(filepath, { overwrite: true }, async (write) => {
      const writer = new H5Writer();
      for (const [path, weights] of this.#objects)
        for (const [name, tensor] of weights)
          writer.dataset(
            `/${path === '' ? '' : `${path}/`}vars`,
            name,
            await tensor.data(),
            tensor.shape,
            tensor.dtype,
          );
      await writePieces(write, writer.pieces());
    });
  }

  /** The same as `save`. */
  resaveWeights(filepath: FileTarget): Promise<void> {
    return this.save(filepath);
  }

  /** All paths: of objects with weights, and of those around them. */
  #paths(): Set<string> {
    const paths = [...this.#objects.keys()].flatMap((path) =>
      path.split('/').map((_, i, names) => names.slice(0, i + 1).join('/')),
    );
    return new Set(paths.filter((path) => path !== ''));
  }

  #find(name: string): string {
    const paths = [...this.#paths()];
    const found = paths.filter((path) => path === name || (!name.includes('/') && path.endsWith(`/${name}`)));
    const [only] = found;
    if (found.length === 1 && only !== undefined) return only;
    if (found.length > 1)
      throw new ArgumentError(`\`objectName\` must be one of the paths ${found.join(', ')}. Received: ${name}`);
    const near = nearest(name, [...paths, ...paths.map((path) => path.slice(path.lastIndexOf('/') + 1))]);
    const hint = near === undefined ? '' : `; perhaps ${near}`;
    throw new ArgumentError(`\`objectName\` must be an object in the file (see summary())${hint}. Received: ${name}`);
  }
}

const isIn = (path: string, object: string): boolean => path === object || path.startsWith(`${object}/`);

function convertAll(weights: Readonly<Record<string, TensorLike>>): Map<string, Tensor> {
  if (typeof weights !== 'object' || weights === null || Array.isArray(weights))
    throw badArgument('weights', 'a record of weights by name: { 0: kernel, 1: bias }', weights);
  return new Map(
    Object.entries(weights).map(([name, value]) => {
      if (name === '' || name.includes('/')) throw badArgument('weights', 'names without "/"', name);
      return [name, convertToTensor(value)];
    }),
  );
}
