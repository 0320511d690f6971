// A citizen's phone in a few lines: e-ID with PKCE and DPoP, resumable files, one dossier. Written from the wire API alone.

import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID, webcrypto } from 'node:crypto';
import { request } from 'node:https';

const { subtle } = webcrypto;
const base64url = (bytes) => Buffer.from(bytes).toString('base64url');
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** One HTTPS request under the portal's own authority; the answer with its whole body. */
function send(profile, method, address, headers = {}, body = undefined) {
  return new Promise((resolve, reject) => {
    const sent = request(address, { method, headers, ca: profile.anchors_pem }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk)).on('error', reject).on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: answer.statusCode, headers: answer.headers, bytes, json: () => JSON.parse(bytes.toString('utf8')) });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Reads server-sent events until `wanted`, given an event's data, answers something; answers that. */
export function listen(profile, address, headers, wanted) {
  return new Promise((resolve, reject) => {
    const sent = request(address, { headers, ca: profile.anchors_pem }, (answer) => {
      let text = '';
      answer.on('error', reject).setEncoding('utf8').on('data', (chunk) => {
        const events = (text + chunk).split('\n\n');
        text = events.pop();
        const found = events.map((event) => /^data: ?(.*)$/m.exec(event)?.[1]).filter(Boolean).map(wanted).find(Boolean);
        if (found === undefined) return;
        resolve(found);
        sent.destroy();
      });
    });
    sent.on('error', reject).end();
  });
}

/** Canonical JSON (RFC 8785) of what manifests hold: strings, whole numbers, arrays, objects. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(',')}}`;
}

/** The payload of a JWS and whether the key made its signature. */
export async function readJws(jws, jwk) {
  const [header, payload, signature] = jws.split('.');
  const key = await subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
  const good = await subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, Buffer.from(signature, 'base64url'), Buffer.from(`${header}.${payload}`));
  const read = (part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  return { header: read(header), payload: read(payload), good };
}

export class Citizen {
  constructor(profile, clock) {
    this.profile = profile;
    this.clock = clock;
  }

  /** Signs in as this person; `clock` gives the portal's time in seconds. */
  static async signIn(profile, personalId, clock) {
    const citizen = new Citizen(profile, clock);
    citizen.keys = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    const { kty, crv, x, y } = await subtle.exportKey('jwk', citizen.keys.publicKey);
    citizen.jwk = { kty, crv, x, y };
    const verifier = base64url(randomBytes(32));
    const code = await citizen.consent(personalId, base64url(createHash('sha256').update(verifier).digest()));
    const address = `${profile.url}/eid/token`;
    const form = new URLSearchParams({ grant_type: 'authorization_code', code, code_verifier: verifier, client_id: profile.client_id, redirect_uri: profile.redirect_uri });
    const headers = { 'content-type': 'application/x-www-form-urlencoded', DPoP: await citizen.proof('POST', address) };
    const answer = await send(profile, 'POST', address, headers, form.toString());
    assert.equal(answer.status, 200, answer.bytes.toString());
    citizen.tokens = answer.json();
    assert.equal(citizen.tokens.token_type, 'DPoP');
    return citizen;
  }

  async consent(personalId, challenge) {
    const state = base64url(randomBytes(16));
    const query = new URLSearchParams({
      response_type: 'code', client_id: this.profile.client_id, redirect_uri: this.profile.redirect_uri, scope: 'openid profile offline_access',
      state, nonce: base64url(randomBytes(16)), code_challenge: challenge, code_challenge_method: 'S256',
    });
    const page = await send(this.profile, 'GET', `${this.profile.url}/eid/authorize?${query}`);
    const id = /name="request" value="([^"]+)"/.exec(page.bytes.toString())[1];
    const form = new URLSearchParams({ request: id, person: personalId, decision: 'allow' });
    const answer = await send(this.profile, 'POST', `${this.profile.url}/eid/consent`, { 'content-type': 'application/x-www-form-urlencoded' }, form.toString());
    assert.equal(answer.status, 303);
    const back = new URL(answer.headers.location).searchParams;
    assert.equal(back.get('state'), state);
    assert.equal(back.get('iss'), `${this.profile.url}/eid`);
    return back.get('code');
  }

  async proof(method, address, token = undefined) {
    const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: this.jwk };
    const claims = { jti: randomUUID(), htm: method, htu: address.split('?')[0], iat: await this.clock() };
    if (token) claims.ath = base64url(createHash('sha256').update(token).digest());
    const signed = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
    const signature = await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, this.keys.privateKey, Buffer.from(signed));
    return `${signed}.${base64url(signature)}`;
  }

  /** One signed-in request. */
  async call(method, path, headers = {}, body = undefined) {
    const address = this.profile.url + path;
    const token = this.tokens.access_token;
    const signed = { ...headers, authorization: `DPoP ${token}`, DPoP: await this.proof(method, address, token) };
    return send(this.profile, method, address, signed, body);
  }

  /** Puts a file's bytes at the portal, in two pieces, as tus 1.0 says; a file that is there already isn't sent again. */
  async upload(bytes, mediaType) {
    const hash = sha256(bytes);
    const tus = { 'Tus-Resumable': '1.0.0' };
    const encode = (text) => Buffer.from(text).toString('base64');
    const metadata = `sha256 ${encode(hash)},filetype ${encode(mediaType)}`;
    const created = await this.call('POST', '/v1/files', { ...tus, 'Upload-Length': String(bytes.length), 'Upload-Metadata': metadata });
    assert.equal(created.status, 201, created.bytes.toString());
    const path = new URL(created.headers.location, this.profile.url).pathname;
    const there = Number(created.headers['upload-offset'] ?? 0);
    const half = bytes.length >> 1;
    for (const [start, end] of [[0, half], [half, bytes.length]].filter(([from]) => from >= there)) {
      const headers = { ...tus, 'Upload-Offset': String(start), 'Content-Type': 'application/offset+octet-stream', 'Content-Length': String(end - start) };
      const patched = await this.call('PATCH', path, headers, bytes.subarray(start, end));
      assert.equal(patched.status, 204, patched.bytes.toString());
      assert.equal(patched.headers['upload-offset'], String(end));
    }
    return { sha256: hash, size: bytes.length };
  }

  /** A public document. */
  async get(path) {
    const answer = await send(this.profile, 'GET', this.profile.url + path);
    assert.equal(answer.status, 200, path);
    return answer;
  }

  /** Hears the first event for which `wanted` answers something, of all events of this person from the first on. */
  async hear(wanted) {
    const address = `${this.profile.url}/v1/events/stream`;
    const token = this.tokens.access_token;
    const headers = { authorization: `DPoP ${token}`, DPoP: await this.proof('GET', address, token), 'last-event-id': '0' };
    return listen(this.profile, address, headers, (data) => wanted(JSON.parse(data)));
  }

  /** Uploads answers and papers; the dossier's id and the manifest's bytes, ready to be submitted. */
  async prepare({ procedureCode, formVersion, wardCode, createdAt, answers, papers }) {
    const form = (await this.get(`/v1/forms/${procedureCode}/${formVersion}`)).json();
    const { wards } = (await this.get('/v1/units')).json();
    const agencyCode = wards.find(({ code }) => code === wardCode).agency_code;
    const files = [];
    for (const { reference, name, mediaType, bytes } of papers) {
      files.push({ reference, name, media_type: mediaType, ...await this.upload(bytes, mediaType) });
    }
    const xml = Buffer.from(answers);
    const dossierId = randomUUID();
    const manifest = canonical({
      v: 1, dossier_id: dossierId, procedure_code: procedureCode, form: { version: form.version, sha256: form.form.sha256 },
      agency_code: agencyCode, ward_code: wardCode, view_sha256: sha256(xml), created_at: createdAt,
      answers: await this.upload(xml, 'application/xml'), files,
    });
    return { dossierId, manifest };
  }

  /** Submits what was prepared. The same again is answered the same. */
  async submit({ dossierId, manifest }) {
    return this.call('PUT', `/v1/dossiers/${dossierId}`, { 'content-type': 'application/json' }, manifest);
  }
}
