import { stat } from 'node:fs/promises';
import { openBrowser } from '../studio/server/open-browser.ts';
import { pageFolder } from '../studio/server/page-folder.ts';
import { StudioServer } from '../studio/server/server.ts';
import { ArgumentError } from '../support/errors.ts';

export interface StudioCommandOptions {
  readonly port: number;
  readonly host: string;
  /** Whether a browser is opened when this is a terminal. */
  readonly open: boolean;
}

/** `keratin studio`: serves the runs of a folder until Ctrl-C. */
export async function studioCommand(folder: string, { port, host, open }: StudioCommandOptions): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found !== null && !found.isDirectory())
    throw new ArgumentError(`The studio shows the runs in a folder. Received: ${folder}, which is a file`);
  const server = await StudioServer.start({ folder, port, host, page: await pageFolder() });
  const missing = found === null ? ' (not there yet: it is waited for)' : '';
  console.log(`The studio shows the runs in ${folder}${missing}:\n\n  ${server.url}\n\nCtrl-C ends it.`);
  if (open && process.stdout.isTTY) openBrowser(server.url);
  await server.untilInterrupted();
}
