import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { tokenHeader } from '../protocol/index.ts';
import { HttpError } from './http-error.ts';

/** Names by which a server on this machine may be called. */
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

const hostname = (host: string): string => host.replace(/:\d+$/, '').toLowerCase();

/**
 * Refuses requests that come by another name (DNS rebinding: a foreign name that leads here), or from pages of other
 * origins. Browsers send Origin with posts, and Sec-Fetch-Site with everything; other programs send neither.
 *
 * @param own the host that the server was told to serve, which may be used as a name too
 */
export function checkOrigin(request: IncomingMessage, own: string): void {
  const { host = '', origin } = request.headers;
  const name = hostname(host);
  // A server that was opened to a network on purpose is called by whatever names it has there.
  const open = own === '0.0.0.0' || own === '::';
  if (!open && !loopback.has(name) && name !== own.toLowerCase())
    throw new HttpError(403, `The studio answers only as ${own}. Received: Host ${JSON.stringify(host.slice(0, 200))}`);
  if (origin !== undefined && origin !== `http://${host}`)
    throw new HttpError(
      403,
      `The studio answers only its own page. Received: Origin ${JSON.stringify(origin.slice(0, 200))}`,
    );
  const site = request.headers['sec-fetch-site'];
  // A link on another page may open the studio's page, nothing else.
  const navigation = request.headers['sec-fetch-mode'] === 'navigate' && request.method === 'GET';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !navigation)
    throw new HttpError(403, 'The studio answers only its own page.');
}

/** Refuses posts without the token. */
export function checkToken(request: IncomingMessage, token: string): void {
  const given = request.headers[tokenHeader];
  const [a, b] = [Buffer.from(typeof given === 'string' ? given : ''), Buffer.from(token)];
  if (a.length !== b.length || !timingSafeEqual(a, b))
    throw new HttpError(403, 'This needs the token of the URL that the studio printed when it started.');
}

/** Posts are JSON, which no foreign form can send, and short. */
const LARGEST_BODY = 64 << 10;

export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    throw new HttpError(415, 'The request must be of the type application/json.');
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    size += piece.length;
    if (size > LARGEST_BODY) throw new HttpError(413, `The request is longer than ${LARGEST_BODY} bytes.`);
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    throw new HttpError(400, 'The request is not JSON.');
  }
}
