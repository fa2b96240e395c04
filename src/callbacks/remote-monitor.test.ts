import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RemoteMonitor } from './remote-monitor.ts';

interface Post {
  readonly url: string | undefined;
  readonly type: string | undefined;
  readonly token: string | string[] | undefined;
  readonly body: string;
}

let server: Server;
let root = '';
let posts: Post[] = [];

beforeEach(async () => {
  posts = [];
  server = createServer((request, response) => {
    const { url, headers } = request;
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      posts.push({ url, type: headers['content-type'], token: headers['x-token'], body });
      response.end('thanks');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  root = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterEach(() => server.close());

it('posts the logs as a field of a form, as Keras does by default', async () => {
  await new RemoteMonitor({ root }).onEpochEnd(2, { loss: 0.5 });
  expect(posts).toHaveLength(1);
  expect(posts[0]).toMatchObject({ url: '/publish/epoch/end/' });
  expect(posts[0]?.type).toContain('application/x-www-form-urlencoded');
  expect(JSON.parse(new URLSearchParams(posts[0]?.body).get('data') ?? '')).toEqual({ epoch: 2, loss: 0.5 });
});

it('posts JSON to another path with headers', async () => {
  const monitor = new RemoteMonitor({ root, path: '/in', sendAsJson: true, headers: { 'x-token': 'secret' } });
  await monitor.onEpochEnd(0, { accuracy: 1 });
  expect(posts[0]).toMatchObject({ url: '/in', type: 'application/json', token: 'secret' });
  expect(JSON.parse(posts[0]?.body ?? '')).toEqual({ epoch: 0, accuracy: 1 });
});

it('warns when nobody is there, and lets the training go on', async () => {
  await new Promise((resolve) => server.close(resolve));
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  await new RemoteMonitor({ root }).onEpochEnd(0, { loss: 1 });
  expect(warn).toHaveBeenCalledWith(`RemoteMonitor could not reach ${root}/publish/epoch/end/`);
  warn.mockRestore();
});

it('wants an address', () => {
  expect(() => new RemoteMonitor({ root: 'nowhere' })).toThrow('the address of a server');
  expect(() => new RemoteMonitor({ rot: 'x' } as object)).toThrow('root');
});
