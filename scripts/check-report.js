// Opens the reports of dist/ and examples/ in Chromium: no error, no violation that axe-core finds, every cell reachable by keyboard,
// no page wider than a phone. Screenshots go to screenshots/, which Git ignores. Needs Debian's chromium, or CHROMIUM with its path.
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const axe = require('axe-core');
const { launch } = require('puppeteer-core');

const root = path.join(__dirname, '..');
const shots = path.join(root, 'screenshots');
const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const WIDTHS = { phone: 390, desktop: 1280 };
const SCHEMES = ['light', 'dark'];
/** Taller pictures are no use. */
const TALLEST = 6000;
let passed = 0;
let failed = 0;

function check(what, wrong) {
  if (wrong.length === 0) passed += 1;
  else failed += 1;
  console.log(wrong.length === 0 ? `ok    ${what}` : `FAIL  ${what}\n      ${wrong.slice(0, 10).join('\n      ')}`);
}

/** The reports that are committed, by the names of their clusters. */
function reports() {
  const folders = ['dist', ...fs.readdirSync(path.join(root, 'examples')).map((name) => path.join('examples', name, 'dist'))];
  return folders.flatMap((folder) => {
    const found = path.join(root, folder);
    if (!fs.existsSync(found)) return [];
    return fs
      .readdirSync(found)
      .map((name) => ({ name, file: path.join(found, name, 'report', 'index.html') }))
      .filter(({ file }) => fs.existsSync(file));
  });
}

/** What somebody sees: one width, one scheme. */
async function look(page, { name, width, scheme }) {
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  check(
    `${name}, ${width}, ${scheme}: axe-core finds nothing`,
    found.violations.map(
      ({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes
          .map(({ target }) => target.join(' '))
          .slice(0, 3)
          .join(', ')}`,
    ),
  );
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(`${name}, ${width}, ${scheme}: the page does not scroll sideways`, wide > 0 ? [`${wide} px too wide`] : []);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.screenshot({
    path: path.join(shots, `${name}-${width}-${scheme}.png`),
    clip: { x: 0, y: 0, width: WIDTHS[width], height: Math.min(height, TALLEST) },
    captureBeyondViewport: true,
  });
}

/** Tab from the box of the matrix through all of it, and Enter on each cell. */
async function walk(page, name) {
  const cells = await page.$$eval('.matrix td a', (links) => links.map((link, index) => link.setAttribute('data-cell', index)).length);
  await page.evaluate(() => document.querySelector('.matrix').focus());
  const seen = new Set();
  const wrong = [];
  const focusable = await page.$$eval('.matrix a, .matrix summary', (all) => all.length);
  for (let step = 0; step < focusable; step += 1) {
    await page.keyboard.press('Tab');
    const cell = await page.evaluate(() => document.activeElement.getAttribute('data-cell'));
    if (cell === null) continue;
    seen.add(cell);
    await page.keyboard.press('Enter');
    const reached = await page.evaluate((number) => {
      const wanted = document.querySelector(`[data-cell="${number}"]`).getAttribute('href').slice(1);
      const target = document.querySelector(':target');
      const { top } = target?.getBoundingClientRect() ?? {};
      const found = target?.id === wanted && document.activeElement === target && top >= -1 && top < innerHeight;
      document.querySelector(`[data-cell="${number}"]`).focus();
      return found ? '' : `cell ${number} leads to ${wanted}, but ${target?.id} is at ${top}`;
    }, cell);
    if (reached !== '') wrong.push(reached);
  }
  check(`${name}: Tab reaches each of ${cells} cells`, seen.size === cells ? [] : [`only ${seen.size}`]);
  check(`${name}: Enter on a cell goes to its reason`, wrong);
}

async function judge(browser, { name, file }) {
  const page = await browser.newPage();
  const errors = [];
  page.on('console', (message) => errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(`${error}`));
  page.on('request', (request) => request.url().startsWith('file:') || request.url().startsWith('data:') || errors.push(`asks for ${request.url()}`));
  for (const [width, pixels] of Object.entries(WIDTHS))
    for (const scheme of SCHEMES) {
      await page.setViewport({ width: pixels, height: 900 });
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await page.goto(pathToFileURL(file).href);
      // A page without scripts: this one comes from the check.
      await page.evaluate(axe.source);
      await look(page, { name, width, scheme });
    }
  await walk(page, name);
  check(`${name}: no error, and nothing from the network`, errors);
  await page.emulateMediaType('print');
  await page.pdf({ path: path.join(shots, `${name}.pdf`), format: 'A4', landscape: true });
  await page.close();
}

async function main() {
  const executablePath = places.find((place) => place !== undefined && fs.existsSync(place));
  if (executablePath === undefined) {
    console.error('No Chromium here. Install it (Debian: apt-get install chromium), or set CHROMIUM to its path.');
    console.log('0 passed, 1 failed');
    process.exitCode = 1;
    return;
  }
  fs.mkdirSync(shots, { recursive: true });
  const all = reports();
  check('there are reports', all.length > 0 ? [] : ['none: run npm run synth']);
  // Root has no sandbox in a container. The pages are our own files.
  const browser = await launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  try {
    for (const report of all) await judge(browser, report);
  } finally {
    await browser.close();
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

main();
