// Facts of the birth story that browser tests use, and its papers.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FIXTURES = new URL('../../fixtures/', import.meta.url);

export const story = JSON.parse(readFileSync(new URL('birth_story.json', FIXTURES), 'utf8'));

/** Where a fixture lies, for a file field. */
export const fixturePath = (name) => fileURLToPath(new URL(name, FIXTURES));

/** A fixture's bytes. */
export const fixture = (name) => readFileSync(new URL(name, FIXTURES));
