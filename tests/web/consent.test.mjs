// The e-ID's consent page, clicked through as a person does.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';

import { inspect, openBrowser } from './support/browser.mjs';
import { startPortal } from './support/portal.mjs';
import { story } from './support/story.mjs';

const RETURN = 'http://127.0.0.1:9/sign-in/return';

let portal;
let browser;
let page;

before(async () => {
  portal = await startPortal();
  browser = await openBrowser();
  page = browser.page;
  // Nobody listens at the app's address; the browser is answered so that it comes to rest.
  await page.route(`${RETURN}**`, (route) => route.fulfill({ contentType: 'text/plain', body: 'back in the app' }));
});

after(async () => {
  await browser?.close();
  await portal?.stop();
});

function authorize(changes = {}) {
  const query = new URLSearchParams({
    response_type: 'code', client_id: portal.profile.client_id, redirect_uri: RETURN, scope: 'openid profile offline_access',
    state: 'the-state', nonce: randomBytes(16).toString('base64url'), code_challenge: randomBytes(32).toString('base64url'),
    code_challenge_method: 'S256', ...changes,
  });
  return `${portal.plain}/eid/authorize?${query}`;
}

/** Clicks and answers what the browser was sent back with. */
async function sentTo(button) {
  await page.getByRole('button', { name: button }).click();
  await page.waitForURL(`${RETURN}**`);
  return new URL(page.url()).searchParams;
}

test('a person allows and the app gets a code, its state and the issuer', async () => {
  await page.goto(authorize());
  await page.getByRole('heading', { level: 1 }).waitFor();
  await inspect(page, 'consent');
  await page.locator(`input[value="${story.person}"]`).check();
  const back = await sentTo('Đồng ý và đăng nhập');
  assert.deepEqual([back.get('state'), back.get('iss'), back.has('code'), back.has('error')], ['the-state', `${portal.url}/eid`, true, false]);
});

test('a person denies and the app is told, without a code', async () => {
  await page.goto(authorize());
  const back = await sentTo('Từ chối');
  assert.deepEqual([back.get('error'), back.get('state'), back.has('code')], ['access_denied', 'the-state', false]);
});

test('a strange redirect URI ends on a page and goes nowhere', async () => {
  const answer = await page.goto(authorize({ redirect_uri: 'https://evil.example/return' }));
  assert.ok(answer.status() >= 400);
  assert.equal(new URL(page.url()).origin, portal.plain);
  await inspect(page, 'consent-refused');
});
