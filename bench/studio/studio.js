// Starts a studio with an empty models folder, and Chromium. The scripts of this folder share it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const program = process.env.PIXELGPT ?? 'src/PixelGpt.Cli/bin/Release/net10.0/PixelGpt.Cli.dll';
const browsers = [process.env.PIXELGPT_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts a studio on a free port. Returns its address, and a function that stops it and deletes its models folder. */
export async function startStudio() {
  if (!existsSync(program)) throw new Error(`${program} was not found. Build it: dotnet build src/PixelGpt.Cli -c Release`);
  const models = mkdtempSync(join(tmpdir(), 'pixelgpt-studio-'));
  const process = spawn('dotnet', [program, 'studio', '--port', '0', '--models', models, '--json', '--quiet'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const chunk of process.stdout) {
    text += chunk;
    if (text.includes('}')) break;
  }
  return {
    address: JSON.parse(text).address,
    stop: async () => {
      process.kill('SIGINT');
      await once(process, 'exit');
      rmSync(models, { recursive: true });
    },
  };
}

/** Starts Chromium: that of PIXELGPT_CHROMIUM, or that of the system. */
export function startBrowser() {
  const executablePath = browsers.find(path => path && existsSync(path));
  if (!executablePath) throw new Error('Chromium was not found. Install it, or set PIXELGPT_CHROMIUM to its path.');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** Runs a function with a studio and a browser, and stops both. */
export async function withStudio(work) {
  const studio = await startStudio(),
    browser = await startBrowser();
  try {
    await work(studio, browser);
  } finally {
    await browser.close();
    await studio.stop();
  }
}
