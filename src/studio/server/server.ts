import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { badArgument, StateError } from '../../support/errors.ts';
import { apiPath, csvPath, type Posts, type Questions, streamPath, tokenParameter } from '../protocol/index.ts';
import { runSummary } from '../store/run-summary.ts';
import { Store } from '../store/store.ts';
import { answers, type Sources } from './answers.ts';
import { EventStream } from './event-stream.ts';
import { checkOrigin, checkToken, readJson } from './guards.ts';
import { HttpError, notFound } from './http-error.ts';
import { LiveRuns } from './live-runs.ts';
import { pageFile } from './page-files.ts';
import { eventPicture, type Picture, samplePicture } from './pictures.ts';
import { posts } from './posts.ts';
import { Query } from './query.ts';
import { runsCsv } from './runs-csv.ts';

/** Milliseconds between two looks at the log folder. */
const LOOK = 1000;

/** Milliseconds for which answers wait until the folder has been looked at: there may be any number of runs. */
const PATIENCE = 500;

/** Scripts and styles of its own alone; nothing may show the page in a frame, and it may ask nobody else. */
const security = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; " +
    "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
} as const;

export interface StudioServerOptions {
  /** The log folder; it need not be there yet. */
  readonly folder: string;
  /** Default 127.0.0.1: nobody else can reach it. */
  readonly host?: string;
  /** 0 for any that is free. Default 6007. */
  readonly port?: number;
  /** Where the built page is. */
  readonly page: string;
}

/** Serves the page and the runs of a log folder. */
export class StudioServer {
  readonly live = new LiveRuns();
  readonly store: Store;
  /** What posts need. */
  readonly token = randomBytes(24).toString('base64url');
  readonly #options: StudioServerOptions;
  readonly #server: Server;
  readonly #sources: Sources;
  readonly #stream: EventStream;

  private constructor(options: StudioServerOptions) {
    this.#options = options;
    this.store = new Store(options.folder);
    this.#sources = { store: this.store, live: this.live, folder: options.folder };
    this.#stream = new EventStream(this.#sources);
    this.#server = createServer((request, response) => {
      void this.#answer(request, response);
    });
    this.#server.requestTimeout = 30_000;
    this.#server.headersTimeout = 10_000;
  }

  /**
   * Starts a server.
   *
   * @throws StateError when the port is taken, ArgumentError when the host is no name of this machine
   */
  static async start(options: StudioServerOptions): Promise<StudioServer> {
    const studio = new StudioServer(options);
    const { host = '127.0.0.1', port = 6007 } = options;
    try {
      await new Promise<void>((resolve, reject) => {
        studio.#server.once('error', reject);
        studio.#server.listen(port, host, resolve);
      });
    } catch (error) {
      studio.#stream.close();
      if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
        throw new StateError(
          `Port ${port} is taken: choose another one, or 0 for any that is free. Received: port=${port}`,
        );
      if (
        error instanceof Error &&
        'code' in error &&
        ['ENOTFOUND', 'EADDRNOTAVAIL', 'EAI_AGAIN'].includes(`${error.code}`)
      )
        throw badArgument('host', 'a name or an address of this machine', host);
      throw error;
    }
    // What goes wrong later, such as too many open files, must not end the process: it may be a training's.
    studio.#server.on('error', (error) => console.warn(`The studio's server: ${error.message}`));
    // Opening is quick even when there is much to read: pages learn of what comes by the stream.
    void studio.store.refresh().catch(() => {});
    studio.store.watch(LOOK, () => studio.listeners > 0);
    return studio;
  }

  get port(): number {
    const address = this.#server.address();
    return isAddress(address) ? address.port : 0;
  }

  /** The page's address, with the token behind `#`, which is not sent along. */
  get url(): string {
    const { host = '127.0.0.1' } = this.#options;
    return `http://${host.includes(':') ? `[${host}]` : host}:${this.port}/#${tokenParameter}=${this.token}`;
  }

  /** Pages that follow the stream. */
  get listeners(): number {
    return this.#stream.size;
  }

  /** Lets the process end although the server listens. */
  unref(): void {
    this.#server.unref();
  }

  ref(): void {
    this.#server.ref();
  }

  /** Serves on until Ctrl-C, or until the process is asked to end. */
  async untilInterrupted(): Promise<void> {
    this.ref();
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    });
    await this.close();
  }

  async close(): Promise<void> {
    this.store.close();
    this.#stream.close();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(security)) response.setHeader(name, value);
    try {
      checkOrigin(request, this.#options.host ?? '127.0.0.1');
      if (!request.url?.startsWith('/')) throw new HttpError(400, 'The address must begin with a slash.');
      const url = new URL(`http://studio${request.url}`);
      if (request.method === 'POST') send(response, json(await this.#post(url.pathname, request)));
      else if (request.method !== 'GET' && request.method !== 'HEAD') throw new HttpError(405, 'Only GET and POST.');
      else if (url.pathname === streamPath) this.#stream.join(response);
      else send(response, await this.#get(url));
    } catch (error) {
      this.#fail(response, error);
    }
  }

  async #get({ pathname, searchParams }: URL): Promise<Picture> {
    const query = new Query(searchParams);
    if (pathname.startsWith('/api/')) await this.#looked();
    const question = namedBy(pathname, answers);
    if (question !== null) return json(await answers[question](this.#sources, query));
    if (pathname === '/api/image') return eventPicture(this.#sources, query);
    if (pathname === '/api/sample') return samplePicture(this.#sources, query);
    if (pathname === csvPath) return await this.#csv(query);
    if (pathname.startsWith('/api/')) throw notFound('There is no such question.');
    return pageFile(this.#options.page, pathname);
  }

  /** Pages that follow the stream are told of what comes; others get what a look of late has shown. */
  #looked(): Promise<void> {
    return this.store.opened(PATIENCE, this.listeners > 0 ? Number.POSITIVE_INFINITY : LOOK);
  }

  async #post(pathname: string, request: IncomingMessage): Promise<Posts[keyof Posts]['answer']> {
    checkToken(request, this.token);
    const post = namedBy(pathname, posts);
    if (post === null) throw notFound('There is no such post.');
    await this.#looked();
    return posts[post](this.#sources, await readJson(request));
  }

  async #csv(query: Query): Promise<Picture> {
    await this.store.refresh();
    const wanted = query.list('run');
    const runs = this.store.runs.filter(({ place }) => wanted.length === 0 || wanted.includes(place.id));
    // The table has what curves end with.
    for (const { place } of runs) await this.store.complete(place.id);
    const text = runsCsv(runs.map((run) => runSummary(run, this.live.has(run.place.id))));
    return { type: 'text/csv; charset=utf-8', bytes: Buffer.from(text) };
  }

  #fail(response: ServerResponse, error: unknown): void {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const known = error instanceof HttpError;
    const message = known ? error.message : `The studio failed: ${error instanceof Error ? error.message : error}`;
    response.statusCode = known ? error.status : 500;
    // What is left of a request that is too long is not waited for.
    if (known && error.status === 413) response.setHeader('connection', 'close');
    send(response, json({ error: message }));
  }
}

const isAddress = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;

/** The question or post that a path stands for. */
function namedBy<T extends Readonly<Partial<Record<keyof Questions | keyof Posts, unknown>>>>(
  pathname: string,
  table: T,
): (keyof T & string) | null {
  return (
    Object.keys(table).find(
      (name): name is keyof T & string => isName(name) && apiPath(name) === pathname && Object.hasOwn(table, name),
    ) ?? null
  );
}

const isName = (name: string): name is keyof Questions | keyof Posts =>
  Object.hasOwn(answers, name) || Object.hasOwn(posts, name);

const json = (value: unknown): Picture => ({
  type: 'application/json; charset=utf-8',
  bytes: Buffer.from(JSON.stringify(value)),
});

function send(response: ServerResponse, { type, bytes }: Picture): void {
  response.setHeader('content-type', type);
  // The page's files have the hash of their content in their names or are small; answers are new each time.
  response.setHeader('cache-control', 'no-store');
  response.setHeader('content-length', bytes.length);
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}
