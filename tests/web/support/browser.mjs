// A headless Chromium with an empty profile, and what every page is held to.

import assert from 'node:assert/strict';
import { accessSync, constants, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

function findChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = [process.env.CHROMIUM, ...candidates].find((file) => {
    try { accessSync(file, constants.X_OK); return true; } catch { return false; }
  });
  assert.ok(found, 'no Chromium on the PATH: install the package "chromium" (on Ubuntu: tests/web/chromium ensure), or name one in CHROMIUM');
  return found;
}

/** Opens a browser; `javaScript: false` is a browser with scripts off, `dark: true` one that asks for dark pages. */
export async function openBrowser({ javaScript = true, dark = false } = {}) {
  const profile = await mkdtemp(join(tmpdir(), 'motcua-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    args: FLAGS,
    javaScriptEnabled: javaScript,
    colorScheme: dark ? 'dark' : 'light',
    locale: 'vi-VN',
    viewport: { width: 1280, height: 900 },
  });
  if (javaScript) await context.addInitScript(AXE);
  const page = context.pages()[0] ?? await context.newPage();
  page.setDefaultTimeout(15_000);
  const refused = [];
  page.on('console', (message) => { if (message.type() === 'error') refused.push(message.text()); });
  return {
    page,
    /** What the browser complained about: blocked by the content policy, not found … */
    complaints: refused,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

async function overflow(page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    const wide = [...document.body.querySelectorAll('*')].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.right > root.clientWidth + 1 && getComputedStyle(element).position !== 'absolute';
    });
    return { by: root.scrollWidth - root.clientWidth, wide: wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 120)) };
  });
}

async function audit(page) {
  const { violations } = await page.evaluate((tags) => globalThis.axe.run({ runOnly: tags }), RULES);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
}

/** The open page at 1280 and 320 px, each with normal and doubled text: nothing sticks out sideways, axe finds nothing. */
export async function inspect(page, name) {
  // The words may be there before the style sheet is.
  await page.waitForLoadState('load');
  assert.equal(await page.locator('h1').count(), 1, `${name}: one main heading`);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    for (const text of ['100%', '200%']) {
      await page.evaluate((size) => { document.documentElement.style.fontSize = size; }, text);
      assert.deepEqual(await overflow(page), { by: 0, wide: [] }, `${name}: sideways overflow at ${width} px, text ${text}`);
      assert.deepEqual(await audit(page), [], `${name}: axe at ${width} px, text ${text}`);
      if (process.env.MOTCUA_PICTURES) {
        await page.screenshot({ path: join(process.env.MOTCUA_PICTURES, `${name}-${width}-${text.slice(0, 3)}.png`), fullPage: true });
      }
    }
    await page.evaluate(() => { document.documentElement.style.fontSize = ''; });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}
