import { flag } from '../support/check-values.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { Callback } from './callback.ts';
import type { Logs } from './logs.ts';

/** Options of `RemoteMonitor`. */
export interface RemoteMonitorOptions {
  /** The server. Default 'http://localhost:9000'. */
  readonly root?: string;
  /** Where the server takes the logs. Default '/publish/epoch/end/'. */
  readonly path?: string;
  /** The field of the form that holds them as JSON. Default 'data'. */
  readonly field?: string;
  /** More headers of the request. Default: none. */
  readonly headers?: Readonly<Record<string, string>> | null;
  /** Whether to send JSON itself, rather than a form with a field. Default false. */
  readonly sendAsJson?: boolean;
}

/** A server that doesn't answer must not hold the training up for longer. */
const PATIENCE_MILLISECONDS = 5000;

/**
 * Posts the epoch's number and logs to a server at the end of each epoch. A server that can't be reached costs a warning,
 * never the training.
 *
 * @param options `root`, `path`, `field`, `headers`, `sendAsJson`
 * @throws ArgumentError when root and path are no address
 *
 * Source: https://keras.io/api/callbacks/remote_monitor/
 *
 * @example
 * ```ts
 * import { callbacks } from 'keratin';
 * const monitor = new callbacks.RemoteMonitor({ root: 'http://localhost:8080', sendAsJson: true });
 * ```
 */
export class RemoteMonitor extends Callback {
  readonly #address: string;
  readonly #field: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #sendAsJson: boolean;

  constructor(options: RemoteMonitorOptions = {}) {
    super();
    checkOptions('RemoteMonitor', options, ['root', 'path', 'field', 'headers', 'sendAsJson']);
    const { root = 'http://localhost:9000', path = '/publish/epoch/end/', field = 'data', headers } = options;
    this.#address = `${root}${path}`;
    if (!URL.canParse(this.#address)) throw badArgument('root', 'the address of a server', root);
    this.#field = field;
    this.#headers = headers ?? {};
    this.#sendAsJson = flag('sendAsJson', options.sendAsJson ?? false);
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const json = JSON.stringify({ epoch, ...logs });
    const type = this.#sendAsJson ? { 'content-type': 'application/json' } : {};
    try {
      const response = await fetch(this.#address, {
        method: 'POST',
        headers: { ...type, ...this.#headers },
        body: this.#sendAsJson ? json : new URLSearchParams({ [this.#field]: json }),
        signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
      });
      await response.body?.cancel();
    } catch {
      console.warn(`RemoteMonitor could not reach ${this.#address}`);
    }
  }
}
