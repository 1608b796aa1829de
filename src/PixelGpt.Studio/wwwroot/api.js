// Requests to the server. Server-sent events are read with fetch, which, unlike EventSource, can send an API key and be aborted.
// Error responses are thrown as ApiError.

import { tabStorage } from './storage.js';

/** An error response, or status 0 if the server did not answer. */
class ApiError extends Error {
  /** @param {?number} retryAfter seconds after which the request may be repeated */
  constructor(status, detail, retryAfter = null) {
    super(detail);
    this.status = status;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }
}

const noAnswer = 'The studio does not answer. If it is not running, start it with: pixelgpt studio';
const keyName = 'pixelgpt-key';

/** Returns the API key that the user entered; null if the server has not asked for one. */
export function apiKey() {
  return tabStorage.get(keyName);
}

/** Asks the user for the API key. Returns whether one was entered. */
async function askForKey(wasRefused) {
  const dialog = document.getElementById('key-dialog');
  document.getElementById('key-problem').hidden = !wasRefused;
  if (!dialog.open) dialog.showModal();
  await new Promise(resolve => dialog.addEventListener('close', resolve, { once: true }));
  const key = document.getElementById('key').value;
  if (key) tabStorage.set(keyName, key);
  return key !== '';
}

/** Returns the address of a path of the API. It is relative to the page, so that a proxy can serve the studio under a path. */
export const addressOf = path => new URL(`api/v1${path}`, document.baseURI).href;

async function request(method, path, body, options = {}) {
  for (;;) {
    const headers = {};
    const key = apiKey();
    if (key) headers['X-Api-Key'] = key;
    if (body != null) headers['Content-Type'] = 'application/json';
    let response;
    try {
      response = await fetch(addressOf(path), { method, headers, body: body == null ? undefined : JSON.stringify(body), signal: options.signal });
    } catch (e) {
      if (e.name === 'AbortError') throw e;
      throw new ApiError(0, noAnswer);
    }
    if (response.ok) return response;
    if (response.status === 401 && options.mayAsk !== false) {
      tabStorage.remove(keyName);
      if (await askForKey(key !== null)) continue;
      throw new ApiError(401, 'This studio requires an API key.');
    }
    throw await errorOf(response);
  }
}

/** Returns the error of a response: the detail of its problem, and for an internal error the id by which the log names the request. */
async function errorOf(response) {
  let detail = `${response.status} ${response.statusText}`;
  try {
    const problem = await response.json();
    detail = problem.detail ?? detail;
    if (response.status === 500 && problem.request_id) detail += ` (request ${problem.request_id})`;
  } catch {
    /* The body is not JSON, so the status is the message. */
  }
  return new ApiError(response.status, detail, Number(response.headers.get('Retry-After')) || null);
}

export async function get(path, options) {
  return (await request('GET', path, null, options)).json();
}

/** Returns the parsed JSON, or a blob if the response is not JSON. */
export async function post(path, body, options) {
  const response = await request('POST', path, body ?? {}, options);
  const type = response.headers.get('Content-Type') ?? '';
  return type.includes('json') ? response.json() : response.blob();
}

/** Deletes a resource. Returns the parsed JSON; null if there is none. */
export async function remove(path, options) {
  const response = await request('DELETE', path, null, options);
  return response.status === 204 ? null : response.json();
}

export async function text(path, options) {
  return (await request('GET', path, null, options)).text();
}

/** Reads server-sent events and calls onEvent(name, data) for each, until the stream ends. */
export async function stream(path, body, onEvent, options) {
  const response = await request(body == null ? 'GET' : 'POST', path, body, options);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read().catch(e => {
      throw e.name === 'AbortError' ? e : new ApiError(0, noAnswer);
    });
    if (done) return;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) {
      let name = 'message',
        data = '';
      for (const line of block.split(/\r?\n/)) {
        if (line.startsWith('event:')) name = line.slice(6).trim();
        else if (line.startsWith('data:')) data += line.slice(5);
      }
      if (data) onEvent(name, JSON.parse(data));
    }
  }
}
