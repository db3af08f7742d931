// What every client script needs: how to start the server, and a home of its own for each run.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** The server as a JSON list in PACT_MEMORY_SERVER, else the launcher of this project. */
export const command = process.env.PACT_MEMORY_SERVER
  ? JSON.parse(process.env.PACT_MEMORY_SERVER)
  : [resolve(here, '../../../scripts/pact-memory')];

/** Runs `work` with a fresh home, and removes it. */
export async function withHome(work) {
  const home = mkdtempSync(join(tmpdir(), 'pact-clients-'));
  try {
    return await work({ ...process.env, PACT_MEMORY_HOME: home });
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** What an agent does with one memory, from its first word to its end. */
export async function lifeOfAMemory(call) {
  const saved = await call('memory_save', {
    context: 'Chose PostgreSQL for the order service',
    decisions: [{ decision: 'PostgreSQL', rationale: 'row locks', alternatives: ['MongoDB'] }],
  });
  assert.match(saved.id, /^[0-9a-f]{32}$/);
  const found = await call('memory_search', { query: 'which database for orders' });
  assert.equal(found.hits.length, 1);
  const updated = await call('memory_update', { id: saved.id, lessons_learned: ['Index early'] });
  assert.equal(updated.revision, 2);
  const got = await call('memory_get', { ids: [saved.id] });
  assert.deepEqual(got.memories[0].lessons_learned, ['Index early']);
  await call('memory_delete', { id: saved.id });
  const after = await call('memory_search', { query: 'which database for orders' });
  assert.equal(after.hits?.length ?? 0, 0);
}
