// The faults that need a signed-in phone: what is broken, and that nothing else is.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { readJws, sha256 } from './support/citizen.mjs';
import { prepareStory, storyCitizen, submitStory } from './support/dossier.mjs';
import { startPortal } from './support/portal.mjs';
import { fixture } from './support/story.mjs';

let portal;
let citizen;

before(async () => {
  portal = await startPortal();
  citizen = await storyCitizen(portal);
});

after(() => portal?.stop());

async function order(fault) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${portal.plain}/control/v1/faults`, { method: 'POST', headers, body: JSON.stringify({ times: 1, ...fault }) });
  assert.equal(answer.status, 201);
}

const counts = async () => (await fetch(`${portal.plain}/control/v1/counts`)).json();

async function receiptOf(answer) {
  const { receipt } = answer.json();
  const { statements } = (await citizen.get('/v1/keys')).json();
  const vouched = await Promise.all(statements.map((statement) => readJws(statement, portal.profile.evidence_root)));
  const { jwk } = vouched.find(({ payload }) => payload.owner === 'portal').payload;
  return readJws(receipt, jwk);
}

test('an upload that is cut keeps what came, and goes on from there', async () => {
  const bytes = fixture('pothole.jpg');
  await order({ kind: 'cut_upload', at_bytes: 50_000, path_prefix: '/v1/files' });
  await assert.rejects(citizen.upload(bytes, 'image/jpeg'), /socket hang up|ECONNRESET|EPIPE/);
  const path = `/v1/files/${sha256(bytes)}`;
  const tus = { 'Tus-Resumable': '1.0.0' };
  const head = await citizen.call('HEAD', path, tus);
  assert.equal(head.headers['upload-offset'], '50000');
  const rest = { ...tus, 'Upload-Offset': '50000', 'Content-Type': 'application/offset+octet-stream' };
  const patched = await citizen.call('PATCH', path, rest, bytes.subarray(50_000));
  assert.equal(patched.headers['upload-offset'], String(bytes.length));
  const whole = await citizen.call('GET', path);
  assert.equal(sha256(whole.bytes), sha256(bytes));
});

test('a lost reply leaves one dossier, and the same again gets its receipt', async () => {
  const before = await counts();
  await order({ kind: 'reply_lost', path_prefix: '/v1/dossiers/', method: 'PUT' });
  const prepared = await prepareStory(citizen);
  await assert.rejects(citizen.submit(prepared), /socket hang up|ECONNRESET/);
  assert.equal((await counts()).dossiers, before.dossiers + 1);
  const again = await citizen.submit(prepared);
  assert.equal(again.status, 200);
  assert.equal((await receiptOf(again)).payload.manifest_sha256, sha256(prepared.manifest));
  assert.equal((await counts()).dossiers, before.dossiers + 1);
});

test('a receipt of another dossier, or over another manifest, is well signed and wrong in just that', async () => {
  const prepared = await submitStory(citizen);
  const right = await receiptOf(await citizen.submit(prepared));
  for (const [kind, member] of [['receipt_other_dossier', 'dossier_id'], ['receipt_wrong_hash', 'manifest_sha256']]) {
    await order({ kind, path_prefix: `/v1/dossiers/${prepared.dossierId}` });
    const wrong = await receiptOf(await citizen.submit(prepared));
    assert.ok(wrong.good, kind);
    assert.notEqual(wrong.payload[member], right.payload[member]);
    assert.deepEqual({ ...wrong.payload, [member]: right.payload[member] }, right.payload);
  }
  assert.deepEqual((await receiptOf(await citizen.submit(prepared))).payload, right.payload, 'only the told answer was touched');
});

test('a revoked session is told so, for good', async () => {
  await order({ kind: 'token_revoked', path_prefix: '/v1/dossiers' });
  for (const attempt of [1, 2]) {
    const refused = await citizen.call('GET', '/v1/dossiers');
    assert.equal(refused.status, 401, `attempt ${attempt}`);
    assert.equal(refused.json().code, 'SIGN_IN_REQUIRED');
  }
});
