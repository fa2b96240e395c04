import { openSource } from '../support/files/byte-source.ts';
import { messageOf } from '../support/message-of.ts';
import { readZip } from '../support/zip/read-zip.ts';
import { DatasetError } from './dataset-error.ts';

/** What an archive may be: `auto` tells by its contents; null unpacks nothing. */
export type ArchiveFormat = 'auto' | 'tar' | 'zip';

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, i) => bytes[i] === byte);

type Kind = 'tar' | 'tar.gz' | 'zip';

/** Where the header of a tar archive names its format. */
const USTAR_AT = 257;

/** What the first bytes of a file say it is; undefined when they say nothing that can be unpacked. */
async function kindOf(path: string): Promise<Kind | undefined> {
  const source = await openSource(path);
  try {
    const head = await source.read(0, Math.min(USTAR_AT + 5, source.size));
    if (startsWith(head, [0x1f, 0x8b])) return 'tar.gz';
    if (startsWith(head, [0x50, 0x4b])) return 'zip';
    return new TextDecoder().decode(head.subarray(USTAR_AT)) === 'ustar' ? 'tar' : undefined;
  } finally {
    await source.close();
  }
}

/**
 * Unpacks an archive (.zip, .tar, .tar.gz) into a folder that is there when all of it is, or not at all. Names that lead
 * out of the folder, links and devices are refused.
 *
 * @throws DatasetError when it is no such archive, damaged, or refused
 */
export async function extractArchive(path: string, folder: string, formats: readonly ('tar' | 'zip')[]): Promise<void> {
  const { rename, rm } = await import('node:fs/promises');
  const kind = await kindOf(path);
  if (kind === undefined || !formats.includes(kind === 'zip' ? 'zip' : 'tar'))
    throw new DatasetError(
      `${path} must be an archive: ${formats.join(' or ')} (.tar, .tar.gz, .zip). Received: another format`,
    );
  const beside = `${folder}.part-${process.pid}`;
  await rm(beside, { recursive: true, force: true });
  try {
    if (kind === 'zip') await unzip(path, beside);
    else await untar(path, beside, kind === 'tar.gz');
    await rm(folder, { recursive: true, force: true });
    await rename(beside, folder);
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    throw new DatasetError(`${path} cannot be unpacked: ${messageOf(cause)}`, {
      cause,
    });
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

async function untar(path: string, folder: string, packed: boolean): Promise<void> {
  const [{ unpackTar }, { createReadStream }, { createGunzip }, { pipeline }] = await Promise.all([
    import('modern-tar/fs'),
    import('node:fs'),
    import('node:zlib'),
    import('node:stream/promises'),
  ]);
  const filter = ({ name, type }: { readonly name: string; readonly type?: string | undefined }): boolean => {
    if (name.startsWith('/') || /^[A-Za-z]:|[\\\0]/.test(name) || name.split('/').includes('..'))
      throw new DatasetError(`${path} has an entry with a name that is refused: ${JSON.stringify(name)}`);
    if (type !== 'file' && type !== 'directory' && type !== undefined)
      throw new DatasetError(
        `${path} has an entry that is neither a file nor a folder: ${JSON.stringify(name)} (${type})`,
      );
    return true;
  };
  const unpack = unpackTar(folder, { filter, strict: true, fmode: 0o644, dmode: 0o755 });
  const file = createReadStream(path);
  await (packed ? pipeline(file, createGunzip(), unpack) : pipeline(file, unpack));
}

async function unzip(path: string, folder: string): Promise<void> {
  const [{ mkdir, writeFile }, { dirname, join }] = await Promise.all([
    import('node:fs/promises'),
    import('node:path'),
  ]);
  await mkdir(folder, { recursive: true });
  const source = await openSource(path);
  try {
    for (const { name, read } of (await readZip(source)).values()) {
      const place = join(folder, name);
      if (name.endsWith('/')) await mkdir(place, { recursive: true });
      else {
        await mkdir(dirname(place), { recursive: true });
        await writeFile(place, await read());
      }
    }
  } finally {
    await source.close();
  }
}
