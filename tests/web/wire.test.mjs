// The wire from a second language: sign-in, files, dossier, evidence and push, with nothing of ours but the document.

import assert from 'node:assert/strict';
import { createDecipheriv, createECDH, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';

import { listen, readJws, sha256 } from './support/citizen.mjs';
import { prepareStory, received, storyCitizen, submitStory } from './support/dossier.mjs';
import { startPortal } from './support/portal.mjs';
import { story } from './support/story.mjs';

let portal;
let citizen;

before(async () => {
  portal = await startPortal();
  citizen = await storyCitizen(portal);
});

after(() => portal?.stop());

/** The key that the evidence root vouches for under this statement's id, and the statement read with it. */
async function vouchedFor(jws) {
  const { kid } = JSON.parse(Buffer.from(jws.split('.')[0], 'base64url').toString());
  const { statements } = (await citizen.get('/v1/keys')).json();
  for (const statement of statements) {
    const { header, payload, good } = await readJws(statement, portal.profile.evidence_root);
    assert.deepEqual({ good, typ: header.typ }, { good: true, typ: 'key+jwt' });
    if (payload.kid === kid) return { owner: payload.owner, ...await readJws(jws, payload.jwk) };
  }
  throw new Error('nobody vouches for this key');
}

test('a dossier is taken once, with a receipt over exactly what was sent', async () => {
  const prepared = await prepareStory(citizen);
  const answer = await citizen.submit(prepared);
  assert.equal(answer.status, 201, answer.bytes.toString());
  const { receipt, dossier_code: code, status } = answer.json();
  assert.equal(status, 'registered');
  const { payload, good, owner } = await vouchedFor(receipt);
  assert.deepEqual({ good, owner }, { good: true, owner: 'portal' });
  assert.deepEqual(
    [payload.event, payload.dossier_id, payload.dossier_code, payload.manifest_sha256, payload.seq, payload.prev_sha256],
    ['submitted', prepared.dossierId, code, sha256(prepared.manifest), 0, null],
  );
  const again = await citizen.submit(prepared);
  assert.equal(again.status, 200);
  assert.equal(again.json().receipt, receipt);

  await received(citizen, prepared.dossierId);
  const { evidence } = (await citizen.call('GET', `/v1/dossiers/${prepared.dossierId}/evidence`)).json();
  const second = await vouchedFor(evidence[1]);
  assert.ok(second.good);
  assert.deepEqual([second.payload.event, second.payload.prev_sha256], ['received', sha256(receipt)]);
  assert.equal(second.payload.issuer, second.owner);
  assert.match(second.owner, /^office:/);
});

const hmac = (key, ...parts) => createHmac('sha256', key).update(Buffer.concat(parts)).digest();

/** Opens one aes128gcm record (RFC 8291 §3.4). */
function open(body, keys, auth) {
  const [salt, server, record] = [body.subarray(0, 16), body.subarray(21, 86), body.subarray(86)];
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), server, Buffer.of(1)]);
  const input = hmac(hmac(auth, keys.computeSecret(server)), info);
  const content = hmac(salt, input);
  const key = hmac(content, Buffer.from('Content-Encoding: aes128gcm\0\x01', 'latin1')).subarray(0, 16);
  const nonce = hmac(content, Buffer.from('Content-Encoding: nonce\0\x01', 'latin1')).subarray(0, 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  assert.equal(padded.at(-1), 2);
  return padded.subarray(0, -1);
}

test('an event wakes the phone with 64 sealed bytes that name nobody, and the pull tells which wake-up it was', async () => {
  const subscription = await (await fetch(`${portal.plain}/push/subscriptions`, { method: 'POST' })).json();
  const keys = createECDH('prime256v1');
  keys.generateKeys();
  const [auth, installation] = [randomBytes(16), randomUUID()];
  const body = JSON.stringify({ endpoint: subscription.endpoint, p256dh: keys.getPublicKey('base64url'), auth: auth.toString('base64url') });
  const put = await citizen.call('PUT', `/v1/push-subscriptions/${installation}`, { 'content-type': 'application/json' }, body);
  assert.equal(put.status, 204, put.bytes.toString());
  const { dossierId } = await submitStory(citizen);
  const message = await listen(portal.profile, subscription.stream, {}, (data) => data);
  const plaintext = open(Buffer.from(message, 'base64url'), keys, auth);
  assert.equal(plaintext.length, 64);
  const wake = JSON.parse(plaintext.toString());
  assert.deepEqual(Object.keys(wake), ['v', 'w']);
  await received(citizen, dossierId);
  const pulled = (await citizen.call('GET', `/v1/events?after=0&installation=${installation}`)).json();
  assert.ok(pulled.wakes.some(({ wake_id }) => wake_id === wake.w));
  assert.deepEqual(pulled.events.map(({ seq }) => seq), pulled.events.map((_, index) => index + 1), 'no holes');
});

test('a signed-in reporter hears of the answer in the event log', async () => {
  const form = new URLSearchParams({ service_code: 'KH', description: 'Thử nghiệm', address_string: '1 Lê Lợi' });
  const posted = await citizen.call('POST', '/open311/v2/requests.json', { 'content-type': 'application/x-www-form-urlencoded' }, form.toString());
  assert.equal(posted.status, 201, posted.bytes.toString());
  const number = posted.json()[0].service_request_id;
  const answer = new FormData();
  answer.set('note', story.feedback.answer_note);
  const headers = { authorization: `Bearer ${portal.officeToken}` };
  assert.equal((await fetch(`${portal.plain}/office/v1/feedback/${number}/answer`, { method: 'POST', headers, body: answer })).status, 200);
  const { events } = (await citizen.call('GET', '/v1/events?after=0&limit=100')).json();
  const told = events.filter(({ kind }) => kind === 'feedback_changed');
  assert.deepEqual(told.map(({ subject_id, data }) => [subject_id, data]), [[number, { status: 'closed', motcua_status: 'answered' }]]);
});
