// A dossier's whole way through the console: read, ask, accept, process, complete, deliver; refuse another.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { inspect, openBrowser } from './support/browser.mjs';
import { received, storyCitizen, submitStory } from './support/dossier.mjs';
import { startPortal } from './support/portal.mjs';
import { fixturePath, story } from './support/story.mjs';

let portal;
let browser;
let page;
let citizen;

before(async () => {
  portal = await startPortal();
  citizen = await storyCitizen(portal);
  browser = await openBrowser();
  page = browser.page;
  await page.goto(`${portal.plain}/console`);
  await page.getByLabel('Mã của cơ quan').fill(portal.officeToken);
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await page.waitForURL('**/console/dossiers');
});

after(async () => {
  await browser?.close();
  await portal?.stop();
});

async function submitted() {
  const { answer, dossierId } = await submitStory(citizen);
  await received(citizen, dossierId);
  return { id: dossierId, code: answer.json().dossier_code };
}

const open = (id) => page.goto(`${portal.plain}/console/dossiers/${id}`);
const status = async (id) => (await citizen.call('GET', `/v1/dossiers/${id}`)).json().status;

async function press(name) {
  await page.getByRole('button', { name, exact: true }).click();
  assert.equal(await page.getByRole('alert').count(), 0, `${name} was refused`);
  await page.getByRole('status').waitFor();
}

test('the empty list says so', async () => {
  await page.goto(`${portal.plain}/console/dossiers`);
  await page.getByText('Không có hồ sơ nào.').waitFor();
  await inspect(page, 'dossiers-empty');
});

test('a dossier is found by its status and read with answers, papers and who signed what', async () => {
  const { code } = await submitted();
  await page.goto(`${portal.plain}/console/dossiers`);
  await page.getByLabel('Trạng thái').selectOption('registered');
  await page.getByRole('button', { name: 'Lọc' }).click();
  await page.waitForURL(/=registered/);
  await inspect(page, 'dossiers');
  await page.getByRole('link', { name: code }).click();
  await page.getByText('Nguyễn Ngọc Minh An').waitFor();
  await page.getByText('Phường Sài Gòn').first().waitFor();
  const picture = page.getByAltText(`Ảnh của giấy tờ ${story.files.birth_cert_clear.name}`);
  await picture.scrollIntoViewIfNeeded();
  await picture.evaluate((image) => image.decode());
  await page.getByText('Chuỗi chứng cứ nguyên vẹn').waitFor();
  const facts = await page.locator('.timeline h3').allTextContents();
  assert.deepEqual(facts, ['Đã nộp', 'Cơ quan đã nhận']);
  await inspect(page, 'dossier-registered');

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: `Tải ${story.files.marriage_cert.name}` }).click(),
  ]);
  assert.equal(download.suggestedFilename(), story.files.marriage_cert.name);

  await page.getByRole('link', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'What happened' }).waitFor();
  await inspect(page, 'dossier-registered-en');
  await page.getByRole('link', { name: 'Tiếng Việt' }).click();
});

test('accepted, processed, completed with a paper and delivered, each with its fact', async () => {
  const { id } = await submitted();
  await open(id);
  await press('Tiếp nhận hồ sơ');
  assert.equal(await status(id), 'accepted');
  await press('Bắt đầu xử lý');
  assert.equal(await status(id), 'processing');
  await page.getByText('Hoàn thành, có kết quả').first().click();
  await page.getByLabel('Tệp kết quả').setInputFiles(fixturePath('marriage_cert.pdf'));
  await press('Hoàn thành, có kết quả');
  assert.equal(await status(id), 'completed');
  const result = (await citizen.call('GET', `/v1/dossiers/${id}`)).json().result;
  assert.equal(result.sha256, story.files.marriage_cert.sha256);
  await press('Trả kết quả');
  assert.equal(await status(id), 'result_delivered');
  await page.getByText('Hồ sơ đã kết thúc.').waitFor();
  const facts = await page.locator('.timeline h3').allTextContents();
  assert.deepEqual(facts, ['Đã nộp', 'Cơ quan đã nhận', 'Tiếp nhận hồ sơ', 'Bắt đầu xử lý', 'Đã xử lý xong', 'Đã trả kết quả']);
  await page.getByText('Chuỗi chứng cứ nguyên vẹn').waitFor();
  await inspect(page, 'dossier-delivered');
});

test('a supplement is asked for by keyboard alone, for one paper, with words of the officer', async () => {
  const { id } = await submitted();
  await open(id);
  await page.getByText('Yêu cầu bổ sung', { exact: true }).first().focus();
  await page.keyboard.press('Enter');
  await inspect(page, 'dossier-asking');
  const form = page.locator('form[action$="/ask-supplement"]');
  await form.getByLabel('Lý do').selectOption(story.supplement.ask.reason);
  await form.getByLabel('Lời nhắn cho công dân').fill(story.supplement.ask.note_vi);
  await form.getByLabel('Giấy tờ cần bổ sung').selectOption('/data/papers/birth_cert');
  await form.getByLabel('Số ngày làm việc').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('status').waitFor();
  const { supplement } = (await citizen.call('GET', `/v1/dossiers/${id}`)).json();
  assert.equal(supplement.note_vi, story.supplement.ask.note_vi);
  assert.equal(supplement.items[0].reference, '/data/papers/birth_cert');
});

test('a form that is sent from an old page changes nothing and says why', async () => {
  const { id } = await submitted();
  await open(id);
  const other = await page.context().newPage();
  await other.goto(`${portal.plain}/console/dossiers/${id}`);
  await other.getByRole('button', { name: 'Tiếp nhận hồ sơ' }).click();
  await other.getByRole('status').waitFor();
  await other.close();
  await page.getByText('Từ chối tiếp nhận', { exact: true }).first().click();
  const form = page.locator('form[action$="/refuse"]');
  await form.getByLabel('Lời nhắn cho công dân').fill('Không đủ điều kiện.');
  await form.getByRole('button').click();
  assert.match(await page.getByRole('alert').first().textContent(), /đã thay đổi từ khi bạn mở trang/);
  assert.equal(await status(id), 'accepted');
});

test('refused with a reason, shown in the timeline', async () => {
  const { id } = await submitted();
  await open(id);
  await page.getByText('Từ chối tiếp nhận', { exact: true }).first().click();
  const form = page.locator('form[action$="/refuse"]');
  await form.getByLabel('Lý do').selectOption('not_competent');
  await form.getByLabel('Lời nhắn cho công dân').fill('Hồ sơ thuộc phường khác.');
  await form.getByRole('button').click();
  await page.getByRole('status').waitFor();
  assert.equal(await status(id), 'rejected');
  await page.getByText('Lý do: Không thuộc thẩm quyền').waitFor();
  await inspect(page, 'dossier-refused');
});

test('a stranger\'s paper and an unknown dossier are not found', async () => {
  const { id } = await submitted();
  const answers = await Promise.all([
    page.request.get(`${portal.plain}/console/dossiers/${id}/files/${'0'.repeat(64)}`),
    page.request.get(`${portal.plain}/console/dossiers/00000000-0000-7000-8000-000000000000`),
    page.request.get(`${portal.plain}/console/dossiers/${id}/result`),
  ]);
  assert.deepEqual(answers.map((answer) => answer.status()), [404, 404, 404]);
});

test('the pages never made the browser complain', () => {
  assert.deepEqual(browser.complaints, []);
});
