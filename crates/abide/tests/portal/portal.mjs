// The portal in a real browser: served, and as a file. Arguments: address of the server, path of the export, folder of the documents.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [served, file, folder] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const found = [];
const fail = (where, what) => found.push(`${where}: ${what}`);
const equal = (where, actual, expected) => {
  if (actual !== expected) fail(where, `${JSON.stringify(actual)} in place of ${JSON.stringify(expected)}`);
};

const browser = await chromium.launch({
  executablePath: ['chromium', 'chromium-browser', 'google-chrome'].map((name) => `/usr/bin/${name}`).find((path) => {
    try { readFileSync(path); return true; } catch { return false; }
  }),
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

// A window whose pages may speak to their own origin only, and have nothing to complain about.
async function open(scheme, size = { width: 1440, height: 900 }) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: size });
  await context.addInitScript(axe);
  const page = await context.newPage();
  page.on('pageerror', (error) => fail(page.url(), `script failed: ${error.message}`));
  page.on('console', (said) => {
    // A page that is not there is asked for on purpose.
    if (said.type() === 'error' && !said.text().includes('404')) fail(page.url(), `console: ${said.text()}`);
  });
  page.on('dialog', (dialog) => { fail(page.url(), `dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(served) && !url.startsWith('file:') && !url.startsWith('data:')) fail(page.url(), `asked for ${url}`);
  });
  return { context, page };
}

// The structure of a page is the same in both themes; what a theme changes is colour.
async function accessible(page, where, scheme) {
  const rules = scheme === 'dark' ? { runOnly: ['color-contrast', 'link-in-text-block'] } : {};
  const { violations } = await page.evaluate((rules) => globalThis.axe.run(document, { resultTypes: ['violations'], ...rules }), rules);
  for (const { id, help, nodes } of violations) fail(where, `${id} (${help}) at ${nodes.slice(0, 4).map((node) => node.target.join(' ')).join(', ')}`);
  equal(where, await page.evaluate(() => globalThis.ran), undefined);
}

const pages = [
  '', 'needs', 'spec/specs/parcels.md', 'spec/specs/hostile.md', 'spec/specs/lending.md', 'matrix', 'matrix/specs/parcels.md', 'model',
  'model/specs/parcels.md', 'graph', 'contradictions', 'history', 'spec/nothing.md',
];
const href = (mode, address) => (mode === 'served' ? served + address : `${pathToFileURL(file)}#/${address}`);
async function visit(page, mode, address) {
  await page.goto(href(mode, address));
  if (mode === 'exported') await page.waitForFunction((address) => document.querySelector('#main').dataset.address === address, address);
}
let checked = 0;

for (const mode of ['served', 'exported']) {
  for (const scheme of ['light', 'dark']) {
    const { context, page } = await open(scheme);
    for (const address of pages) {
      await visit(page, mode, address);
      await accessible(page, `${mode} /${address} ${scheme}`, scheme);
      checked += 1;
    }

    // Why a verdict: opened from the margin with the keyboard, closed with Escape.
    await visit(page, mode, 'spec/specs/lending.md');
    const mark = page.locator('.doc .mark').first();
    await mark.focus();
    await page.keyboard.press('Enter');
    await page.locator('#drawer .why-title').waitFor();
    await accessible(page, `${mode} drawer ${scheme}`, scheme);
    equal(`${mode} drawer`, await page.evaluate(() => document.activeElement.id), 'drawer-body');
    await page.keyboard.press('Escape');
    equal(`${mode} drawer`, await page.locator('#drawer').isVisible(), false);
    equal(`${mode} drawer`, await mark.evaluate((mark) => mark === document.activeElement), true);

    // Search: Ctrl-K, a few letters, down, Enter.
    await page.keyboard.press('Control+k');
    await page.keyboard.type('tracking code');
    await page.locator('#hits .hit-detail').first().waitFor();
    await page.waitForFunction(() => document.querySelector('#search-said').textContent.includes('result'));
    await accessible(page, `${mode} search ${scheme}`, scheme);
    await page.keyboard.press('ArrowDown');
    equal(`${mode} search`, await page.locator('#query').getAttribute('aria-activedescendant'), 'hit-1');
    const title = await page.locator('#hit-1 .hit-title').textContent();
    const before = page.url();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.href !== before);
    await page.waitForFunction((title) => document.querySelector('#main').textContent.includes(title.replace(/…$/, '')), title);
    await page.keyboard.press('Meta+k');
    equal(`${mode} search`, await page.locator('#search').evaluate((dialog) => dialog.open), true);
    await page.keyboard.press('Escape');
    equal(`${mode} search`, await page.locator('#search').evaluate((dialog) => dialog.open), false);

    // An image of the workspace is shown, one from elsewhere is named.
    await visit(page, mode, 'spec/specs/readers.md');
    await page.waitForFunction(() => document.querySelector('.doc img')?.complete);
    equal(`${mode} image`, await page.locator('.doc img').evaluateAll((images) => images.map((image) => `${image.alt} ${image.naturalWidth}`).join()), 'A green square 40');
    equal(`${mode} image`, await page.locator('.doc').getByText('Image: Elsewhere').count(), 1);
    await accessible(page, `${mode} image ${scheme}`, scheme);

    // The switch of themes holds against the system.
    await page.locator('#theme').click();
    await page.locator('#theme').click();
    const colour = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    equal(`${mode} theme`, await colour(), 'dark');
    await context.close();
  }

  // A narrow window scrolls one way only, and has its menu.
  const { context, page } = await open('light', { width: 320, height: 640 });
  for (const address of pages) {
    await visit(page, mode, address);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > 320) fail(`${mode} /${address}`, `is ${wide} pixels wide in a window of 320`);
  }
  await page.locator('#menu').click();
  await accessible(page, `${mode} menu`);
  equal(`${mode} menu`, await page.locator('#side').isVisible(), true);
  await page.locator('#side a[data-part="history"]').click();
  await page.waitForFunction(() => document.querySelector('main h1')?.textContent === 'History');
  await context.close();
}

// Without scripts, a file still tells how everything stands.
{
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${pathToFileURL(file)}`);
  if (!(await page.locator('main').innerText()).includes('Lending')) fail('no script', 'the board is not there');
  await context.close();
}

const { context, page } = await open('light');
// The first stop of the keyboard leads past the navigation.
await page.goto(served);
await page.keyboard.press('Tab');
equal('skip link', await page.evaluate(() => document.activeElement.className), 'skip');
await page.keyboard.press('Enter');
equal('skip link', await page.evaluate(() => document.activeElement.id), 'main');

// On paper: pages of text without the navigation.
await page.goto(`${served}spec/specs/parcels.md`);
const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
const sheets = (paper.match(/\/Type\s*\/Page\b/g) || []).length;
if (sheets < 5) fail('print', `${sheets} pages`);
await page.emulateMedia({ media: 'print' });
equal('print', await page.locator('#side').isVisible(), false);
await page.emulateMedia({ media: 'screen' });

// An open page follows its document, where it is.
await page.goto(`${served}spec/specs/lending.md`);
await page.waitForFunction(() => document.querySelector('#pulse').textContent === '');
const path = `${folder}/specs/lending.md`;
writeFileSync(path, readFileSync(path, 'utf8').replace(/^# .*$/m, '# Lending, rewritten'));
await page.getByRole('heading', { name: 'Lending, rewritten', level: 1 }).waitFor({ timeout: 15000 });
await context.close();

await browser.close();
if (found.length) {
  console.error(found.join('\n'));
  process.exit(1);
}
console.log(`${checked} pages without a violation; ${sheets} sheets of paper`);
