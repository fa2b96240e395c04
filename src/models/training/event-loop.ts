/** Milliseconds that a loop of steps may keep everything else waiting. */
const INTERVAL = 50;

/** Lets everything that waits in the event loop run: timers, signals, servers, painting. */
function nextTurn(): Promise<void> {
  if (typeof setImmediate === 'function') return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(null);
  });
}

/** Keeps a loop of synchronous steps from freezing its process. */
export class EventLoopTurns {
  #last = performance.now();

  /** Whether it is time to let others run. */
  get due(): boolean {
    return performance.now() - this.#last >= INTERVAL;
  }

  async take(): Promise<void> {
    await nextTurn();
    this.#last = performance.now();
  }
}
