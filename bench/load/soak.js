// Mixed load on a studio for a long time: completions, imports, trainings, hostile requests and clients that leave. Prints a table of the
// memory, handles and threads of the server, and fails if anything is lost or grows.
//
//   node bench/load/soak.js [MINUTES]
//
// PIXELGPT is the path of PixelGpt.Cli.dll.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

const minutes = Number(process.argv[2] ?? 30);
const program = process.env.PIXELGPT ?? 'src/PixelGpt.Cli/bin/Release/net10.0/PixelGpt.Cli.dll';
const key = 'soak-test-key-0123456789';
const palette = ['#ffffff', '#140c1c', '#d27d2c', '#6daa2c'];
const end = Date.now() + minutes * 60_000;
const counts = {};
const failures = [];

const count = name => {
  counts[name] = (counts[name] ?? 0) + 1;
};

/** Returns a PNG of RGB noise. */
function noise(side) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]),
      [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    crc.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, crc]);
  };
  const header = Buffer.alloc(13),
    rows = Buffer.alloc(side * (3 * side + 1));
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) rows.set([x & 255, y & 255, (x >> 8) | ((y >> 8) << 4)], y * (3 * side + 1) + 1 + 3 * x);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]).toString('base64');
}

async function startStudio() {
  const models = mkdtempSync(join(tmpdir(), 'pixelgpt-soak-'));
  const server = spawn('dotnet', [program, 'studio', '--port', '0', '--models', models, '--api-key', key, '--log-level', 'error', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const data of server.stdout) {
    text += data;
    if (text.includes('}')) break;
  }
  return { server, models, address: new URL('/api/v1/', JSON.parse(text).address) };
}

const { server, models, address } = await startStudio();

/** Sends a request; with `leaveAfter`, the client leaves after as many milliseconds. */
async function send(path, body, { leaveAfter = 0, method = 'POST', apiKey = key } = {}) {
  const response = await fetch(new URL(path, address), {
    method,
    headers: { 'Content-Type': 'application/json', 'X-Api-Key': apiKey },
    body: body && JSON.stringify(body),
    signal: leaveAfter ? AbortSignal.timeout(leaveAfter) : undefined,
  });
  return { status: response.status, body: await response.text() };
}

const prompt = (side, seed) => ({
  width: side,
  height: side,
  pixels: Array.from({ length: Math.floor((side * side) / 2) }, (_, i) => ((i >> 2) + seed) % 4),
});

/** The same request must always give the same pixels. */
const expected = new Map();
async function complete(n) {
  const side = [16, 24, 32, 40][n % 4],
    seed = n % 8;
  const { status, body } = await send('completions', { model: 'built-in', palette, prompt: prompt(side, seed), seed, num_return_sequences: 2 });
  if (status !== 200) throw new Error(`completion: ${status} ${body}`);
  const id = `${side} ${seed}`,
    pixels = JSON.stringify(JSON.parse(body).completions.map(c => c.pixels));
  if ((expected.get(id) ?? pixels) !== pixels) throw new Error(`completion ${id}: other pixels than before`);
  expected.set(id, pixels);
}

const [large, small] = [noise(1024), noise(40)];
const work = {
  completion: complete,
  stream: async n => {
    const { status, body } = await send('completions', {
      model: 'built-in',
      palette,
      prompt: prompt(24, n % 8),
      seed: n,
      num_return_sequences: 4,
      stream: true,
    });
    if (status !== 200 || !body.includes('event: done')) throw new Error(`stream: ${status} ${body.slice(-200)}`);
  },
  'client that leaves': async n => {
    const requests = [
      ['completions', { model: 'built-in', palette, prompt: prompt(64, n % 8), seed: n, num_return_sequences: 16, stream: n % 2 === 0 }],
      ['images/inspect', { image: large }],
    ];
    await send(...requests[n % 2], { leaveAfter: 20 + (n % 10) * 20 }).catch(e => {
      if (e.name !== 'TimeoutError') throw e;
    });
  },
  import: async n => {
    const { status, body } = await send(
      'images/import',
      n % 4 === 0
        ? { model: 'built-in', image: large, size: { width: 32, height: 32 }, filter: 'box', max_colors: 32 }
        : { model: 'built-in', image: small, max_colors: 16, size: { width: 32, height: 32 } },
    );
    if (status !== 200) throw new Error(`import: ${status} ${body}`);
  },
  'hostile request': async n => {
    const { status } = await [
      () => send('completions', { model: '../../etc/passwd', prompt: prompt(16, 0) }),
      () => send('images/import', { model: 'built-in', image: large }),
      () => send('models', null, { method: 'GET', apiKey: `wrong-${n}` }),
      () => send(`models/${'x'.repeat(9000)}`, null, { method: 'GET' }),
      () => send('completions', { model: 'built-in', prompt: { width: 2147483647, height: 2147483647, pixels: [0] } }),
      () => raw(n),
    ][n % 6]();
    if (status < 400 || status >= 500) throw new Error(`hostile request ${n % 6}: status ${status}`);
  },
  training: async n => {
    const { status, body } = await send('runs', { id: `soak-${n}`, dataset: 'creatures', preset: 'tiny', epochs: 1 });
    if (status !== 202) throw new Error(`training: ${status} ${body}`);
    for (;;) {
      const run = JSON.parse((await send(`runs/soak-${n}`, null, { method: 'GET' })).body);
      if (run.state === 'done') break;
      if (run.state === 'failed') throw new Error(`training: ${run.problem}`);
      await new Promise(resolve => setTimeout(resolve, 1000));
    }
    const { status: deleted } = await send(`models/soak-${n}`, null, { method: 'DELETE' });
    if (deleted !== 200) throw new Error(`deletion: ${deleted}`);
  },
};

/** Sends bytes that are no HTTP request, and leaves. */
async function raw(n) {
  const socket = connect(Number(address.port), address.hostname);
  socket.write(
    n % 12 < 6 ? 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n' : Buffer.from([22, 3, 1, 0, 200, 1, 0, 0]),
  );
  socket.on('error', () => {});
  socket.setTimeout(15_000, () => socket.destroy());
  socket.resume();
  await new Promise(resolve => socket.on('close', resolve));
  return { status: 400 };
}

/** Repeats one kind of work, with pauses in milliseconds. */
async function repeat(name, pause) {
  for (let n = 0; Date.now() < end; n++) {
    try {
      await work[name](n);
      count(name);
    } catch (e) {
      failures.push(`${name}: ${e.message}`);
    }
    await new Promise(resolve => setTimeout(resolve, pause));
  }
}

function measure() {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8'),
    field = name => Number(status.match(new RegExp(`${name}:\\s+(\\d+)`))[1]);
  return { memory: Math.round(field('VmRSS') / 1024), handles: readdirSync(`/proc/${server.pid}/fd`).length, threads: field('Threads') };
}

const samples = [];
async function watch() {
  console.log('| minute | resident MiB | handles | threads | completions | imports | trainings | hostile | left | failures |');
  console.log('| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (let minute = 0; Date.now() < end; minute++) {
    const { memory, handles, threads } = measure(),
      of = name => counts[name] ?? 0;
    samples.push({ memory, handles, threads });
    console.log(
      `| ${minute} | ${memory} | ${handles} | ${threads} | ${of('completion') + of('stream')} | ${of('import')} | ${of('training')} | ${of('hostile request')} | ${of('client that leaves')} | ${failures.length} |`,
    );
    await new Promise(resolve => setTimeout(resolve, Math.min(60_000, Math.max(1000, end - Date.now()))));
  }
}

await Promise.all([
  watch(),
  repeat('completion', 50),
  repeat('completion', 70),
  repeat('stream', 100),
  repeat('client that leaves', 150),
  repeat('import', 500),
  repeat('hostile request', 300),
  repeat('training', 5000),
]);
server.kill('SIGTERM');
const [code] = await once(server, 'exit');
rmSync(models, { recursive: true });
for (const failure of new Set(failures)) console.error(failure);

// The first third is the time in which models and buffers are created.
const settled = samples.slice(Math.floor(samples.length / 3)),
  half = Math.floor(settled.length / 2),
  highest = (list, name) => Math.max(...list.map(sample => sample[name]));
const grows = ['memory', 'handles', 'threads'].filter(
  name => settled.length > 3 && highest(settled.slice(half), name) > 1.25 * highest(settled.slice(0, half), name),
);
if (grows.length > 0) console.error(`error: ${grows.join(' and ')} grew in the second half`);
if (code !== 0) console.error(`error: the studio ended with exit code ${code}`);
process.exit(failures.length > 0 || grows.length > 0 || code !== 0 ? 1 : 0);
