// One portal, the real binary, in a folder of its own.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const BUILT = fileURLToPath(new URL('../../../target/debug/motcua-portal', import.meta.url));

/** Starts a portal with demo people and control. `MOTCUA_PORTAL` names a binary that lies elsewhere. */
export async function startPortal() {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-web-'));
  const options = ['--demo', '--control', '--plain', '--data', join(folder, 'portal')];
  const child = spawn(process.env.MOTCUA_PORTAL ?? BUILT, options, { stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { words += text; });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([
    once(lines, 'line').then(([line]) => line),
    exited.then(([status]) => { throw new Error(`the portal ended with status ${status} before it was ready:\n${words}`); }),
  ]);
  const ready = JSON.parse(first);
  return {
    url: ready.url,
    plain: ready.plain_url,
    console: ready.console,
    profile: JSON.parse(await readFile(ready.profile, 'utf8')),
    officeToken: (await readFile(ready.office_token_file, 'utf8')).trim(),
    async stop() {
      child.kill('SIGTERM');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
