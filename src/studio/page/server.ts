import { signal } from '@preact/signals';
import { apiPath, type Posts, type Questions, questionUrl, tokenHeader, tokenParameter } from '../protocol/index.ts';

const KEY = 'keratin-studio-token';

/** Takes the token out of the address, so that a copied link doesn't hand it on, and keeps it for the session. */
function takeToken(): string | null {
  const given = new URLSearchParams(location.hash.slice(1)).get(tokenParameter);
  if (given !== null) history.replaceState(null, '', location.pathname + location.search);
  try {
    if (given !== null) sessionStorage.setItem(KEY, given);
    return sessionStorage.getItem(KEY);
  } catch {
    // A browser may refuse storage; then the token lasts until the page is loaded anew.
    return given;
  }
}

const token = takeToken();

/** Whether this page may change anything: it was opened by the address that the server printed. */
export const mayChange = signal(token !== null);

/** What the server refused, in its own sentence. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
}

async function answerOf(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  const said = typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : null;
  throw new ServerError(said ?? `The server answered ${response.status} ${response.statusText}.`);
}

async function send(url: string, init: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ServerError('The server does not answer. Is it still running?');
  }
  return answerOf(response);
}

/** Asks the server. @throws ServerError with a sentence for people */
export async function ask<Q extends keyof Questions>(
  name: Q,
  question: Questions[Q]['ask'],
  aborted: AbortSignal | null = null,
): Promise<Questions[Q]['answer']> {
  // The server is of the same release: the protocol's types hold.
  return (await send(questionUrl(name, question), { signal: aborted })) as Questions[Q]['answer'];
}

/** Has the server change something. @throws ServerError with a sentence for people */
export async function post<P extends keyof Posts>(name: P, body: Posts[P]['ask']): Promise<Posts[P]['answer']> {
  const headers = { 'content-type': 'application/json', ...(token === null ? {} : { [tokenHeader]: token }) };
  return (await send(apiPath(name), { method: 'POST', headers, body: JSON.stringify(body) })) as Posts[P]['answer'];
}
