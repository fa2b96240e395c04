/**
 * Prints which public names lack a doc comment, an example in it, or its source.
 *
 *   node docs/tools/documented.ts
 *
 * A source is the paper or the page that a name comes from, or the remark that it is Keratin's own. Ends with 1 when
 * something is lacking.
 */

import { readPublicSurface } from './public-surface.ts';

/** Entries of tables, which their table's comment explains. */
const ENTRIES = /^(doctor\.causes|plot\.colors)\.|\.prototype\./;

const surface = [...readPublicSurface()].filter(([path]) => !ENTRIES.test(path));
const lacking = (holds: (comment: string) => boolean): string[] =>
  surface.filter(([, { comment }]) => !holds(comment)).map(([path]) => path);

const gaps = {
  'a doc comment': lacking((comment) => comment !== ''),
  'an example': lacking((comment) => /```ts/.test(comment)),
  'a source': lacking((comment) => /https?:\/\/|@see|\b(Source|et al\.)/.test(comment)),
};

console.log(`${surface.length} public names`);
for (const [what, names] of Object.entries(gaps)) {
  console.log(`\nwithout ${what}: ${names.length}`);
  if (names.length > 0) console.log(names.map((name) => `  ${name}`).join('\n'));
}
process.exitCode = Object.values(gaps).some((names) => names.length > 0) ? 1 : 0;
