// Officers at work in a browser: sign-in, feedback, QA.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { inspect, openBrowser } from './support/browser.mjs';
import { startPortal } from './support/portal.mjs';
import { fixture, fixturePath, story } from './support/story.mjs';

let portal;
let browser;
let page;

before(async () => {
  portal = await startPortal();
  browser = await openBrowser();
  page = browser.page;
});

after(async () => {
  await browser?.close();
  await portal?.stop();
});

const go = (path) => page.goto(portal.plain + path);
const heading = () => page.locator('h1').textContent();

async function signIn(token = portal.officeToken) {
  await go('/console/sign-in');
  await page.getByLabel('Mã của cơ quan').fill(token);
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
}

async function sendFeedback() {
  const form = new FormData();
  const { service_code, description, lat, long, photo } = story.feedback;
  for (const [name, value] of Object.entries({ service_code, description, lat, long })) form.set(name, String(value));
  form.set('first_name', 'Nguyễn Minh Khôi');
  form.set('media', new Blob([fixture(story.files[photo].path)]), story.files[photo].name);
  const answer = await fetch(`${portal.plain}/open311/v2/requests.json`, { method: 'POST', body: form });
  assert.equal(answer.status, 201);
  return (await answer.json())[0].service_request_id;
}

test('a stranger gets nothing but the sign-in page, and a wrong token is said to be wrong', async () => {
  for (const path of ['/console', '/console/dossiers', '/console/feedback', '/console/qa']) {
    await go(path);
    assert.equal(new URL(page.url()).pathname, '/console/sign-in', path);
  }
  await signIn('guessed');
  assert.match(await page.getByRole('alert').textContent(), /không đúng/);
  await inspect(page, 'sign-in');
});

test('signing in by keyboard alone, with a cookie that scripts and other sites never see', async () => {
  await go('/console/sign-in');
  await page.getByLabel('Mã của cơ quan').focus();
  await page.keyboard.type(portal.officeToken);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/console/dossiers');
  const cookie = (await page.context().cookies()).find(({ name }) => name === 'motcua_console');
  assert.deepEqual({ httpOnly: cookie.httpOnly, sameSite: cookie.sameSite, path: cookie.path }, { httpOnly: true, sameSite: 'Strict', path: '/console' });
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Đến nội dung chính', 'the first stop skips the navigation');
});

test('the other language is one link away and stays', async () => {
  await signIn();
  await go('/console/feedback');
  await page.getByRole('link', { name: 'English' }).click();
  assert.equal(await heading(), 'Feedback');
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await inspect(page, 'feedback-empty-en');
  await page.getByRole('link', { name: 'Tiếng Việt' }).click();
  assert.equal(await heading(), 'Phản ánh');
});

test('a pothole is forwarded and answered with a picture', async () => {
  const number = await sendFeedback();
  await signIn();
  await go('/console/feedback');
  await inspect(page, 'feedback-list');
  await page.getByRole('link', { name: number }).click();
  await page.getByText(story.feedback.description).waitFor();
  const photo = page.getByAltText('Ảnh hiện trường do người dân gửi');
  assert.ok(await photo.evaluate((image) => image.complete && image.naturalWidth > 0), 'the picture is shown');
  await inspect(page, 'feedback-received');

  await page.getByRole('button', { name: 'Chuyển đơn vị phụ trách' }).click();
  await page.getByText('Đã chuyển đơn vị', { exact: true }).waitFor();
  await page.getByLabel('Nội dung trả lời').fill(story.feedback.answer_note);
  await page.getByLabel('Ảnh sau khi xử lý').setInputFiles(fixturePath('pothole.jpg'));
  await page.getByRole('button', { name: 'Gửi trả lời' }).click();
  await page.getByText('Đã có kết quả', { exact: true }).waitFor();
  await inspect(page, 'feedback-answered');

  const shown = await (await fetch(`${portal.plain}/open311/v2/requests/${number}.json`)).json();
  assert.equal(shown[0].status, 'closed');
  assert.equal(shown[0].status_notes, story.feedback.answer_note);
  assert.ok(shown[0].attributes.answer_media_url);
});

test('an answer whose file is no picture is refused with the reason and changes nothing', async () => {
  const number = await sendFeedback();
  await signIn();
  await go(`/console/feedback/${number}`);
  await page.getByLabel('Nội dung trả lời').fill('Xem tệp');
  await page.getByLabel('Ảnh sau khi xử lý').setInputFiles(fixturePath('marriage_cert.pdf'));
  await page.getByRole('button', { name: 'Gửi trả lời' }).click();
  assert.match(await page.getByRole('alert').textContent(), /Loại tệp này không được nhận/);
  const shown = await (await fetch(`${portal.plain}/open311/v2/requests/${number}.json`)).json();
  assert.equal(shown[0].attributes.motcua_status, 'received');
});

test('a form of another session is refused', async () => {
  const number = await sendFeedback();
  await signIn();
  await go(`/console/feedback/${number}`);
  await page.locator('form[action$="/forward"] [name=form_token]').evaluate((field) => { field.value = '0'.repeat(64); });
  await page.getByRole('button', { name: 'Chuyển đơn vị phụ trách' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByText('Đã tiếp nhận', { exact: true }).waitFor();
});

test('QA sets the clock, orders a fault and takes it back', async () => {
  await signIn();
  await go('/console/qa');
  await page.getByLabel('Đặt giờ (Việt Nam)').fill('2026-11-22T08:00');
  await page.getByLabel('Dừng tại đó').check();
  await page.getByRole('button', { name: 'Đặt giờ', exact: true }).click();
  await page.getByText('22/11/2026 08:00').waitFor();
  await page.getByRole('button', { name: '+1 ngày' }).click();
  await page.getByText('23/11/2026 08:00').waitFor();
  const clock = await (await fetch(`${portal.plain}/control/v1/clock`)).json();
  assert.deepEqual(clock, { now: '2026-11-23T01:00:00.000Z', frozen: true });

  await page.getByLabel('Loại lỗi').selectOption('status');
  await page.getByLabel('Giá trị').fill('503');
  await page.getByLabel('Đường dẫn bắt đầu bằng').fill('/open311/');
  await page.getByRole('button', { name: 'Đặt lỗi' }).click();
  await page.getByText('"status":503').waitFor();
  assert.equal((await fetch(`${portal.plain}/open311/v2/services.json`)).status, 503);
  await page.reload();
  await page.getByText('Đã xảy ra 1/1').waitFor();
  await inspect(page, 'qa');
  await page.getByRole('button', { name: 'Gỡ lỗi #1' }).click();
  await page.getByText('Chưa đặt lỗi nào.').waitFor();
  await fetch(`${portal.plain}/control/v1/clock`, {
    method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ now: new Date().toISOString() }),
  });
});

test('a page that is not there says so, signed in', async () => {
  await signIn();
  const answer = await go('/console/feedback/PA-260101-00000000');
  assert.equal(answer.status(), 404);
  await inspect(page, 'not-found');
});

test('everything works with scripts off, and dark pages pass too', async () => {
  const number = await sendFeedback();
  const plainBrowser = await openBrowser({ javaScript: false });
  try {
    const { page } = plainBrowser;
    await page.goto(`${portal.plain}/console`);
    await page.getByLabel('Mã của cơ quan').fill(portal.officeToken);
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    await page.goto(`${portal.plain}/console/feedback/${number}`);
    await page.getByRole('button', { name: 'Chuyển đơn vị phụ trách' }).click();
    await page.getByRole('status').waitFor();
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    await page.waitForURL('**/console/sign-in');
  } finally {
    await plainBrowser.close();
  }
  const dark = await openBrowser({ dark: true });
  try {
    const { page } = dark;
    await page.goto(`${portal.plain}/console`);
    await page.getByLabel('Mã của cơ quan').fill(portal.officeToken);
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    for (const path of ['/console/feedback', `/console/feedback/${number}`, '/console/qa']) {
      await page.goto(portal.plain + path);
      await inspect(page, `dark${path.replaceAll('/', '-').replace(number, 'report')}`);
    }
  } finally {
    await dark.close();
  }
});

test('the pages never made the browser complain', () => {
  // The one 404 is the report that isn't there.
  assert.deepEqual(browser.complaints, ['Failed to load resource: the server responded with a status of 404 (Not Found)']);
});
