/** Links between documents and code lead somewhere. */

import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

test.each(globSync(['*.md', 'docs/**/*.md'], { cwd: root, exclude: ['**/node_modules/**'] }))(
  'the links of %s',
  (file) => {
    const links = [...readFileSync(join(root, file), 'utf8').matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(
      ([, link]) => link ?? '',
    );
    const local = links.filter((link) => !/^https?:/.test(link));
    expect(local.filter((link) => !existsSync(join(root, dirname(file), link)))).toEqual([]);
  },
);
