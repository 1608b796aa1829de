// Takes a screenshot of each state of the page, at three sizes, in the light and the dark theme.
//
//   node bench/studio/screenshots.js FOLDER

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withStudio } from './studio.js';

const folder = process.argv[2];
if (!folder) {
  console.error('error: give the folder for the screenshots: node bench/studio/screenshots.js FOLDER');
  process.exit(2);
}

const sizes = [
  { width: 1366, height: 768 },
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

const finish = async page => {
  await page.getByRole('button', { name: 'Finish', exact: true }).click();
  await page.waitForFunction(() => window.studio.ranking().length === 4);
};

const dialog = (opener, closer = 'Escape') => ({ open: page => page.click(opener), close: page => page.keyboard.press(closer) });

/** The states in the order in which they are shown; `close` returns to the one before. */
const states = {
  'first picture': {},
  candidates: { open: finish },
  taken: { open: page => page.keyboard.press('1') },
  selection: { open: page => page.keyboard.press('Control+a'), close: page => page.keyboard.press('Escape') },
  more: { open: page => page.click('#more summary'), close: page => page.click('#more summary') },
  tile: { open: page => page.check('#tile-toggle'), close: page => page.uncheck('#tile-toggle') },
  frames: { open: page => page.click('#frame-duplicate, #frame-add') },
  palette: dialog('#palette-edit'),
  teach: dialog('#teach-open'),
  size: dialog('#size'),
  export: dialog('#export'),
  pictures: dialog('#pictures-open'),
  help: dialog('#help-open'),
  watch: {
    open: async page => {
      await page.click('#tab-watch');
      await page.waitForSelector('#train-dataset option', { state: 'attached' });
    },
  },
  gallery: {
    open: async page => {
      await page.click('#tab-gallery');
      await page.waitForFunction(() => document.querySelector('img.sheet')?.naturalWidth > 0);
    },
  },
};

mkdirSync(folder, { recursive: true });
await withStudio(async ({ address }, browser) => {
  for (const viewport of sizes) {
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' }),
        page = await context.newPage();
      await page.goto(address);
      await page.waitForFunction(() => window.studio?.model());
      for (const [index, [name, { open, close }]] of Object.entries(states).entries()) {
        await open?.(page);
        await page.waitForLoadState('networkidle');
        const file = `${viewport.width}-${colorScheme}-${String(index + 1).padStart(2, '0')}-${name.replace(' ', '-')}.png`;
        await page.screenshot({ path: join(folder, file) });
        await close?.(page);
      }
      await context.close();
    }
  }
});
console.log(`${sizes.length * 2 * Object.keys(states).length} screenshots in ${folder}`);
