/** Logs the trainings of an example for the studio. */

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { callbacks } from 'keratin';

/** `--out FOLDER` takes the runs in, else `logs`, which the repository leaves out. */
const { values } = parseArgs({ options: { out: { type: 'string' } } });
const logDir = values.out === undefined ? 'logs' : join(values.out, 'logs');

/** A page is served where somebody sits who can look at it. */
const serve = process.stdout.isTTY === true;

const runs: callbacks.Studio[] = [];

/** A callback that logs a training as a run of this name. */
export function watched(name: string, options: callbacks.StudioOptions = {}): callbacks.Studio {
  const studio = new callbacks.Studio({ logDir, name, serve, ...options });
  runs.push(studio);
  return studio;
}

/** On a terminal: serves the runs until Ctrl-C. Elsewhere: says how to look at them. */
export async function showRuns(): Promise<void> {
  const url = runs[0]?.url ?? null;
  if (url === null) {
    console.log(`\nRuns: ${logDir}\nTo watch how they learned: npm run studio`);
    return;
  }
  console.log(`\nWatch how the nets learned: ${url}\nCtrl-C ends it.`);
  await runs[0]?.serve();
}
