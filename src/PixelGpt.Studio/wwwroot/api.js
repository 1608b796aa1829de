// The way to the server: JSON, server-sent events read by fetch (which can send a key and be aborted), problems as errors.

import { ofTab } from './storage.js';

export class ApiError extends Error {
  constructor(status, detail, retryAfter = null) {
    super(detail);
    this.status = status;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }
}

const silence = 'The studio does not answer. Is it still running? Start it again with: pixelgpt studio';
const keyName = 'pixelgpt-key';

async function askForKey(wasRefused) {
  const dialog = document.getElementById('key-dialog');
  document.getElementById('key-problem').hidden = !wasRefused;
  if (!dialog.open) dialog.showModal();
  await new Promise(resolve => dialog.addEventListener('close', resolve, { once: true }));
  const key = document.getElementById('key').value;
  if (key) ofTab.set(keyName, key);
  return key !== '';
}

async function request(method, path, body, options = {}) {
  for (;;) {
    const headers = {};
    const key = ofTab.get(keyName);
    if (key) headers['X-Api-Key'] = key;
    if (body != null) headers['Content-Type'] = 'application/json';
    let response;
    try {
      response = await fetch('/api/v1' + path, { method, headers, body: body == null ? undefined : JSON.stringify(body), signal: options.signal });
    } catch (e) {
      if (e.name === 'AbortError') throw e;
      throw new ApiError(0, silence);
    }
    if (response.ok) return response;
    if (response.status === 401) {
      ofTab.remove(keyName);
      if (await askForKey(key !== null)) continue;
      throw new ApiError(401, 'This studio needs its key.');
    }
    let detail = `${response.status} ${response.statusText}`;
    try {
      detail = (await response.json()).detail ?? detail;
    } catch { /* no JSON: the status has to do */ }
    throw new ApiError(response.status, detail, Number(response.headers.get('Retry-After')) || null);
  }
}

export async function get(path, options) {
  return (await request('GET', path, null, options)).json();
}

export async function post(path, body, options) {
  const response = await request('POST', path, body ?? {}, options);
  const type = response.headers.get('Content-Type') ?? '';
  return type.includes('json') ? response.json() : response.blob();
}

export async function text(path, options) {
  return (await request('GET', path, null, options)).text();
}

/** Calls onEvent(name, data) for each event, until the stream ends. */
export async function stream(path, body, onEvent, options) {
  const response = await request(body == null ? 'GET' : 'POST', path, body, options);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read().catch(e => { throw e.name === 'AbortError' ? e : new ApiError(0, silence); });
    if (done) return;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) {
      let name = 'message', data = '';
      for (const line of block.split(/\r?\n/)) {
        if (line.startsWith('event:')) name = line.slice(6).trim();
        else if (line.startsWith('data:')) data += line.slice(5);
      }
      if (data) onEvent(name, JSON.parse(data));
    }
  }
}
