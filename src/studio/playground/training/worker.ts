/** The playground's worker: trains beside the page, so that the page never waits. */

import { backend } from '../../../config/index.ts';
import type { PageMessage, WorkerMessage } from './protocol.ts';
import { TrainingSession } from './session.ts';

const post = (message: WorkerMessage): void => postMessage(message);

let session: TrainingSession | null = null;
let ended = Promise.resolve();
let pace: Extract<PageMessage, { type: 'pace' }> = {
  type: 'pace',
  epochsPerSecond: 30,
  messagesPerSecond: 30,
};

addEventListener('message', ({ data }: MessageEvent<PageMessage>) => {
  switch (data.type) {
    case 'start': {
      session?.stop();
      const next = new TrainingSession(data.run, data.state, data.playing, post);
      next.pace(pace.epochsPerSecond, pace.messagesPerSecond);
      session = next;
      // Two runs at a time would share the processor and the random streams.
      ended = ended.then(() => (session === next ? next.train() : undefined));
      return;
    }
    case 'play':
      session?.gate.play();
      return;
    case 'pause':
      session?.gate.pause();
      return;
    case 'step':
      session?.gate.step();
      return;
    case 'drawn':
      session?.drawn();
      return;
    case 'pace':
      pace = data;
      session?.pace(pace.epochsPerSecond, pace.messagesPerSecond);
      return;
  }
});

post({ type: 'ready', backend: backend() });
