import { StateError } from '../../support/errors.ts';
import type { StudioServer } from '../server/server.ts';

export interface ServerWish {
  readonly logDir: string;
  readonly host: string;
  readonly port: number;
  readonly open: boolean;
}

/** The servers of this process by log folder: trainings that log to one folder share one. */
const servers = new Map<string, Promise<StudioServer>>();

async function start({ logDir, host, port, open }: ServerWish): Promise<StudioServer> {
  const [{ StudioServer }, { pageFolder }, { openBrowser }] = await Promise.all([
    import('../server/server.ts'),
    import('../server/page-folder.ts'),
    import('../server/open-browser.ts'),
  ]);
  const options = { folder: logDir, host, page: await pageFolder() };
  const server = await StudioServer.start({ ...options, port }).catch((error: unknown) => {
    // Another studio has the port; this one takes any.
    if (error instanceof StateError) return StudioServer.start({ ...options, port: 0 });
    throw error;
  });
  // A script ends when its training does, whoever looks.
  server.unref();
  console.log(`Studio: ${server.url}`);
  if (open) openBrowser(server.url);
  return server;
}

/** The server for a log folder; starts it when there is none. */
export async function sharedServer(wish: ServerWish): Promise<StudioServer> {
  const { resolve } = await import('node:path');
  const folder = resolve(wish.logDir);
  let server = servers.get(folder);
  if (server === undefined) {
    server = start(wish);
    servers.set(folder, server);
    server.catch(() => servers.delete(folder));
  }
  return server;
}

/** Ends the server of a log folder, if there is one. */
export async function closeSharedServer(logDir: string): Promise<void> {
  const { resolve } = await import('node:path');
  const folder = resolve(logDir);
  const server = await servers.get(folder);
  servers.delete(folder);
  await server?.close();
}
