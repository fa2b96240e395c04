import { FileError } from '../file-error.ts';

/** A browser's own storage, by the scheme of an address such as `opfs://models/m.keras`. */
type Scheme = 'indexeddb' | 'opfs';

/** The scheme and name of an address in a browser's own storage. */
function placeOf(address: string | URL): { scheme: Scheme; name: string } | undefined {
  const [, scheme, name] = /^(indexeddb|opfs):\/\/(.+)$/.exec(String(address)) ?? [];
  if (name === undefined || (scheme !== 'indexeddb' && scheme !== 'opfs')) return undefined;
  return { scheme, name: decodeURIComponent(name) };
}

const DATABASE = 'keratin';
const STORE = 'files';

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function withStore<T>(mode: IDBTransactionMode, use: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  if (typeof indexedDB === 'undefined') throw new FileError('There is no IndexedDB in this runtime');
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await settled(opening);
  try {
    const transaction = database.transaction(STORE, mode);
    const committed = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const result = await settled(use(transaction.objectStore(STORE)));
    await committed;
    return result;
  } finally {
    database.close();
  }
}

/** The folder and the name of a file in the origin private file system. */
async function opfsPlace(name: string, create: boolean): Promise<[FileSystemDirectoryHandle, string]> {
  if (typeof navigator === 'undefined' || navigator.storage?.getDirectory === undefined)
    throw new FileError('There is no origin private file system in this runtime');
  const folders = name.split('/').filter((part) => part !== '');
  const file = folders.pop();
  if (file === undefined) throw new FileError(`opfs://${name} names no file`);
  let folder = await navigator.storage.getDirectory();
  for (const part of folders) folder = await folder.getDirectoryHandle(part, { create });
  return [folder, file];
}

/** The file at an address in a browser's own storage; undefined for other addresses. */
export async function readFromBrowserStore(address: string | URL): Promise<Blob | undefined> {
  const place = placeOf(address);
  if (place === undefined) return undefined;
  if (place.scheme === 'opfs')
    try {
      const [folder, name] = await opfsPlace(place.name, false);
      return await (await folder.getFileHandle(name)).getFile();
    } catch (error) {
      if (error instanceof FileError) throw error;
      throw new FileError(`${address} holds no file`, { cause: error });
    }
  const stored: unknown = await withStore('readonly', (store) => store.get(place.name));
  if (!(stored instanceof Blob)) throw new FileError(`${address} holds no file`);
  return stored;
}

/** Whether there is a file at an address in a browser's own storage; undefined for other addresses. */
export async function isInBrowserStore(address: string | URL): Promise<boolean | undefined> {
  if (placeOf(address) === undefined) return undefined;
  return readFromBrowserStore(address).then(
    () => true,
    () => false,
  );
}

/** Puts a file into a browser's own storage, whole or not at all; false for other addresses. */
export async function writeToBrowserStore(address: string | URL, file: Blob): Promise<boolean> {
  const place = placeOf(address);
  if (place === undefined) return false;
  if (place.scheme === 'indexeddb') {
    await withStore('readwrite', (store) => store.put(file, place.name));
    return true;
  }
  const [folder, name] = await opfsPlace(place.name, true);
  const handle = await folder.getFileHandle(name, { create: true });
  // What is written goes to a copy, which takes the file's place on `close`.
  const stream = await handle.createWritable();
  await stream.write(file);
  await stream.close();
  return true;
}

/** Removes a file from a browser's own storage, if it is there; false for other addresses. */
export async function removeFromBrowserStore(address: string | URL): Promise<boolean> {
  const place = placeOf(address);
  if (place === undefined) return false;
  if (place.scheme === 'indexeddb') await withStore('readwrite', (store) => store.delete(place.name));
  else if (await isInBrowserStore(address)) {
    const [folder, name] = await opfsPlace(place.name, false);
    await folder.removeEntry(name);
  }
  return true;
}
