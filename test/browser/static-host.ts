import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.keras': 'application/octet-stream',
};

/** A host that can do nothing but hand out the files of a folder. */
export class StaticHost {
  readonly address: string;
  readonly #server: ReturnType<typeof createServer>;

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** @param isolated whether pages may share memory with their workers; default false, as of any host */
  static async serve(folder: string, { isolated = false } = {}): Promise<StaticHost> {
    const isolation = isolated
      ? { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
      : {};
    const server = createServer(async ({ url = '/' }, response) => {
      const { pathname } = new URL(url, 'http://host');
      try {
        const content = await readFile(join(folder, pathname));
        response.writeHead(200, { 'content-type': types[extname(pathname)] ?? 'text/plain', ...isolation });
        response.end(content);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new StaticHost(server);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
