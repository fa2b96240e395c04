import type { ServerResponse } from 'node:http';
import type { RunSummary, StreamEvent } from '../protocol/index.ts';
import { runSummary } from '../store/run-summary.ts';
import type { StoreNews } from '../store/store.ts';
import type { Sources } from './answers.ts';
import { pointsFrom } from './scalar-series.ts';

/** Comments that keep the connection open through whatever stands between. */
const HEARTBEAT = 15_000;
/** Points of one series in one event; more are thinned out. */
const MOST_POINTS = 2000;
/** Milliseconds for which the list of runs waits until their order is known. */
const PATIENCE = 500;
/** A client that has so much unread is too slow: it is let go, and comes again by itself. */
const MOST_UNREAD = 8 << 20;

/** Everybody who listens to what grows. */
export class EventStream {
  readonly #sources: Sources;
  readonly #clients = new Set<ServerResponse>();
  readonly #heartbeat: ReturnType<typeof setInterval>;
  readonly #unsubscribe: () => void;

  constructor(sources: Sources) {
    this.#sources = sources;
    this.#unsubscribe = sources.store.subscribe((news) => this.#tell(news));
    this.#heartbeat = setInterval(() => this.#send(': \n\n'), HEARTBEAT);
    this.#heartbeat.unref();
  }

  get size(): number {
    return this.#clients.size;
  }

  /** Answers with the stream; the first event has all runs. */
  join(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
    response.write('retry: 1000\n\n');
    void this.#greet(response);
    this.#clients.add(response);
    response.on('close', () => this.#clients.delete(response));
  }

  async #greet(response: ServerResponse): Promise<void> {
    const { store, live } = this.#sources;
    await store.opened(PATIENCE, Number.POSITIVE_INFINITY);
    const changed = store.runs.map((run) => runSummary(run, live.has(run.place.id)));
    response.write(encoded({ type: 'runs', changed, gone: [] }));
  }

  #tell({ runs, gone }: StoreNews): void {
    if (this.#clients.size === 0) return;
    const { live } = this.#sources;
    const changed: RunSummary[] = [...runs.keys()].map((run) => runSummary(run, live.has(run.place.id)));
    this.#send(encoded({ type: 'runs', changed, gone }));
    const series = [...runs].flatMap(([run, { scalars }]) =>
      scalars.map(({ series: one, from, restarted }) => ({
        ...pointsFrom(run.place.id, one, from, MOST_POINTS),
        restarted,
      })),
    );
    if (series.length > 0) this.#send(encoded({ type: 'scalars', series }));
    for (const [run, { grown }] of runs)
      if (grown.size > 0) this.#send(encoded({ type: 'grown', run: run.place.id, what: [...grown] }));
  }

  #send(text: string): void {
    for (const client of this.#clients) {
      if (client.writableLength > MOST_UNREAD) client.destroy();
      else client.write(text);
    }
  }

  close(): void {
    this.#unsubscribe();
    clearInterval(this.#heartbeat);
    for (const client of this.#clients) client.end();
    this.#clients.clear();
  }
}

// JSON has no line ends of its own, so an event is one line.
const encoded = (event: StreamEvent): string => `data: ${JSON.stringify(event)}\n\n`;
