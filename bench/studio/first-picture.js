// Measures the time from opening the page of a fresh installation to the first finished picture, and counts the clicks.
//
//   node bench/studio/first-picture.js [ROUNDS]      default: 5; each round has a new studio, an empty models folder and a new browser

import { withStudio } from './studio.js';

const rounds = Number(process.argv[2] ?? 5);

/** Opens the page, presses Finish, and waits until all candidates are drawn. Returns the times in seconds. */
async function openAndFinish(page, address) {
  const start = performance.now(),
    seconds = () => (performance.now() - start) / 1000;
  await page.goto(address);
  await page.getByRole('button', { name: 'Finish', exact: true }).click();
  await page.waitForFunction(() => window.studio?.candidates().length > 0);
  const begun = seconds();
  await page.waitForFunction(() => window.studio.ranking().length === 4);
  return { begun, all: seconds() };
}

console.log('clicks: 1 (Finish)');
const results = [];
for (let round = 1; round <= rounds; round++) {
  await withStudio(async ({ address }, browser) => {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    const { begun, all } = await openAndFinish(page, address);
    results.push(all);
    console.log(`round ${round}: the model draws after ${begun.toFixed(2)} s, all four pictures after ${all.toFixed(2)} s`);
  });
}
results.sort((a, b) => a - b);
console.log(`all four pictures: median ${results[Math.floor(rounds / 2)].toFixed(2)} s, longest ${results.at(-1).toFixed(2)} s`);
