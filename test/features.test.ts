import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const signatures = join(root, '../shared/reference/keras-signatures.json');

test.skipIf(!existsSync(signatures))(
  "FEATURES.md says what Keratin has (skipped where the list of Keras's signatures is not beside the repository)",
  async () => {
    const check = promisify(execFile)(process.execPath, [join(root, 'docs/tools/features.ts'), '--check', signatures]);
    await expect(check).resolves.toMatchObject({ stderr: '' });
  },
  180_000,
);
