// The birth story's dossier, submitted over the wire.

import assert from 'node:assert/strict';

import { answersXml } from './answers.mjs';
import { Citizen } from './citizen.mjs';
import { fixture, story } from './story.mjs';

/** Stops the portal's clock at the story's time and answers a clock in seconds for proofs. */
export async function storyClock(portal) {
  const body = JSON.stringify({ now: story.now, frozen: true });
  const set = await fetch(`${portal.plain}/control/v1/clock`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
  assert.equal(set.status, 200);
  return async () => Math.floor(Date.parse((await (await fetch(`${portal.plain}/control/v1/clock`)).json()).now) / 1000);
}

/** The story's citizen, signed in. */
export async function storyCitizen(portal) {
  return Citizen.signIn(portal.profile, story.person, await storyClock(portal));
}

/** The story with its readable birth notification, ready to be submitted. */
export async function prepareStory(citizen) {
  const { procedure_code: procedureCode, form_version: formVersion, ward_code: wardCode, now: createdAt, files } = story;
  const form = (await citizen.get(`/v1/forms/${procedureCode}/${formVersion}/files/form.xml`)).bytes.toString('utf8');
  const papers = [['/data/papers/birth_cert', files.birth_cert_clear], ['/data/papers/marriage_cert', files.marriage_cert]];
  const named = Object.fromEntries(papers.map(([reference, { name }]) => [reference, name]));
  return citizen.prepare({
    procedureCode, formVersion, wardCode, createdAt,
    answers: answersXml(form, 'uuid:0193a5b0-0000-7000-8000-0000000000aa', named),
    papers: papers.map(([reference, { name, media_type: mediaType, path }]) => ({ reference, name, mediaType, bytes: fixture(path) })),
  });
}

/** Submits the story. */
export async function submitStory(citizen) {
  const prepared = await prepareStory(citizen);
  const answer = await citizen.submit(prepared);
  assert.equal(answer.status, 201, answer.bytes.toString());
  return { ...prepared, answer };
}

/** Waits until the office has signed that it received the dossier: it reads new ones by itself, soon after. */
export function received(citizen, dossierId) {
  return citizen.hear(({ subject_id: subject, data }) => subject === dossierId && data.event === 'received');
}
