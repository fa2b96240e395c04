import { DatasetError } from './dataset-error.ts';

/** The folder where Keratin keeps what it has fetched: `.keratin` in the user's home folder. */
export async function homeFolder(): Promise<string> {
  const [{ homedir }, { join }] = await Promise.all([import('node:os'), import('node:path')]);
  return join(homedir(), '.keratin');
}

/**
 * The folder that holds the files of datasets which are not bundled: `KERATIN_DATA`, or `.keratin/datasets` in the
 * user's home folder.
 *
 * @throws DatasetError where there is no file system
 */
export async function dataFolder(): Promise<string> {
  if (typeof process === 'undefined' || process.versions?.node === undefined) {
    throw new DatasetError(
      'This dataset is kept in files, so it can only be loaded where there is a file system. Received: a runtime without one',
    );
  }
  const given = process.env.KERATIN_DATA;
  if (given) return given;
  const { join } = await import('node:path');
  return join(await homeFolder(), 'datasets');
}
