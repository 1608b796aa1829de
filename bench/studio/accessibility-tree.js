// Prints the accessibility tree of the page as Chromium passes it to screen readers, at the steps of the main path.
//
//   node bench/studio/accessibility-tree.js

import { withStudio } from './studio.js';

async function print(page, title) {
  console.log(`\n== ${title}\n`);
  console.log(await page.locator('body').ariaSnapshot());
}

await withStudio(async ({ address }, browser) => {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await page.goto(address);
  await page.waitForFunction(() => window.studio?.model());
  await print(page, 'The page is open');
  await page.getByRole('button', { name: 'Finish', exact: true }).click();
  await page.waitForFunction(() => window.studio.ranking().length === 4);
  await print(page, 'Four candidates are drawn');
  await page.keyboard.press('1');
  await print(page, 'The first one is taken');
});
