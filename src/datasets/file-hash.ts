import { badArgument } from '../support/errors.ts';

/** What a file must hold, said by a digest of its contents in hexadecimal. */
export interface FileHash {
  readonly algorithm: 'md5' | 'sha256';
  readonly digest: string;
}

/** How a digest is to be understood: `auto` tells by its length. */
export type HashAlgorithm = 'auto' | 'md5' | 'sha256';

const DIGITS = { md5: 32, sha256: 64 } as const;

/** @throws ArgumentError when it is no digest of the algorithm */
export function fileHash(name: string, digest: unknown, algorithm: HashAlgorithm = 'auto'): FileHash {
  if (typeof digest === 'string' && /^[0-9a-f]+$/i.test(digest))
    for (const known of ['md5', 'sha256'] as const)
      if (digest.length === DIGITS[known] && (algorithm === 'auto' || algorithm === known))
        return { algorithm: known, digest: digest.toLowerCase() };
  const kind =
    algorithm === 'auto' ? 'MD5 (32 digits) or SHA-256 (64 digits)' : `${algorithm} (${DIGITS[algorithm]} digits)`;
  throw badArgument(name, `the ${kind} of the file, in hexadecimal`, digest);
}

/** The digest of a file on disk. */
export async function digestOfFile(path: string, algorithm: FileHash['algorithm']): Promise<string> {
  const [{ createHash }, { createReadStream }] = await Promise.all([import('node:crypto'), import('node:fs')]);
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
