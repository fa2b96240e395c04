import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { StateError } from '../../support/errors.ts';

/**
 * Where the built page is: beside this module in the package; in a checkout, where its build puts it.
 *
 * @throws StateError that says how to build it, in a checkout where nobody has
 */
export async function pageFolder(): Promise<string> {
  const inCheckout = import.meta.url.endsWith('.ts');
  const folder = fileURLToPath(new URL(inCheckout ? '../../../dist/studio/page' : '../page', import.meta.url));
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory()) return folder;
  if (inCheckout && (await build())) return folder;
  throw new StateError(`The studio's page is not built: npm run build:studio. Received: no folder ${folder}`);
}

/** Builds the page with Vite, where that is installed. */
async function build(): Promise<boolean> {
  // Resolved at run time, so that nothing bundles Vite: it is there only where the page is developed.
  const load = async (): Promise<unknown> => import(/* @vite-ignore */ import.meta.resolve('vite'));
  const vite = await load().catch(() => null);
  if (typeof vite !== 'object' || vite === null || !('build' in vite) || typeof vite.build !== 'function') return false;
  console.log('Building the page of the studio, once ...');
  const configFile = fileURLToPath(new URL('../vite.config.ts', import.meta.url));
  await vite.build({ configFile, logLevel: 'error' });
  return true;
}
