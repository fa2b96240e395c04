import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';

/**
 * The file as it really is, when it lies below the folder even behind links; else null, as when it isn't there.
 */
export async function realPathInside(folder: string, path: string): Promise<string | null> {
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(path)]);
    return file.startsWith(root.endsWith(sep) ? root : root + sep) ? file : null;
  } catch {
    return null;
  }
}
