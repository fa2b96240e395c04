import { type CustomObjects, currentCustomObjects, customObjectScope } from '../support/custom-members.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { asFileError, FileError } from '../support/file-error.ts';
import { openSource } from '../support/files/byte-source.ts';
import { isFolder, openFolder } from '../support/files/file-folder.ts';
import { type FileSource, nameOfSource } from '../support/files/file-source.ts';
import { readZip } from '../support/zip/read-zip.ts';
import { fileKind } from './file-kind.ts';
import { readKerasFiles } from './files/keras-archive.ts';
import { readLegacyModel } from './files/legacy-h5.ts';
import { modelFromConfig, type SavedModel } from './files/model-config.ts';
import { H5Reader } from './h5/h5-reader.ts';

export interface LoadModelOptions {
  /** Classes and functions of your own, by class name, function name or registered name. Default: none. */
  readonly customObjects?: CustomObjects | null;
  /** Whether the model is compiled as it was, with the state of its optimizer. Default true. */
  readonly compile?: boolean;
  /** Kept for Keras's signature: Python code in a file is never run. Default true. */
  readonly safeMode?: boolean;
}

/** What `models.loadModel` documents, for any class of models that the registry knows. */
export async function loadSavedModel(from: FileSource, options: LoadModelOptions = {}): Promise<SavedModel> {
  checkOptions('loadModel', options, ['customObjects', 'compile', 'safeMode']);
  const { compile = true } = options;
  if (typeof compile !== 'boolean') throw badArgument('compile', 'a boolean', compile);
  const objects = { ...currentCustomObjects(), ...options.customObjects };
  const make = (config: unknown): SavedModel => customObjectScope(objects, () => modelFromConfig(config, compile));
  if (await isFolder(from)) return readFolder(from, make);
  const source = await openSource(from).catch((error: unknown) => {
    throw asFileError('The model cannot be loaded', error);
  });
  try {
    switch (await fileKind(source)) {
      case 'zip':
        return await readKerasFiles(await readZip(source), make);
      case 'h5':
        return readLegacyModel(await H5Reader.open(await source.window(0, source.size)), make, compile);
      case 'other':
        throw new FileError(`it is neither a .keras archive nor an HDF5 file`);
    }
  } catch (error) {
    throw asFileError(`${source.name} cannot be loaded`, error);
  } finally {
    await source.close();
  }
}

/** A model in a folder: what an archive holds, in files. */
async function readFolder(from: FileSource, make: (config: unknown) => SavedModel): Promise<SavedModel> {
  const folder = await openFolder(from);
  try {
    return await readKerasFiles(folder.entries, make);
  } catch (error) {
    throw asFileError(`${nameOfSource(from)} cannot be loaded`, error);
  } finally {
    await folder.close();
  }
}
