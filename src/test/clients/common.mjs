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

/**
 * What a client can do beside calling tools: prompts, completions and resources. `ask` has the
 * methods of both TypeScript clients.
 */
export async function restOfTheServer(ask, call) {
  const saved = await call('memory_save', {
    context: 'Chose Redis for the token cache',
    entities: [{ name: 'TokenCache', type: 'service', notes: 'Redis behind it' }],
    decisions: [{ decision: 'Redis', rationale: 'shared', alternatives: ['Memcached'] }],
    active_tasks: [{ task: 'measure the latency', status: 'in_progress' }],
    files: ['src/token_cache.py'],
  });

  const { prompts } = await ask.listPrompts();
  assert.deepEqual(
    prompts.map((prompt) => prompt.name),
    ['prepare', 'architect', 'code', 'test', 'blocker', 'wrap-up', 'recall']);
  for (const { name } of prompts) {
    const { messages } = await ask.getPrompt({
      name, arguments: { topic: 'token cache', problem: 'slow tokens' },
    });
    assert.match(messages[0].content.text, /<memory-data>[^]*<\/memory-data>/);
  }
  await assert.rejects(ask.getPrompt({ name: 'recall', arguments: {} }), { code: -32602 });

  const templates = (await ask.listResourceTemplates()).resourceTemplates.map((t) => t.uriTemplate);
  const values = async (ref, name, value) =>
    (await ask.complete({ ref, argument: { name, value } })).completion.values;
  const prompt = (name) => ({ type: 'ref/prompt', name });
  const template = (uri) => {
    assert.ok(templates.includes(uri), uri);
    return { type: 'ref/resource', uri };
  };
  assert.deepEqual(await values(prompt('recall'), 'topic', 'tok'), ['TokenCache']);
  assert.deepEqual(await values(template('memory://entity/{name}'), 'name', 'cache'), ['TokenCache']);
  assert.deepEqual(await values(template('memory://file/{+path}'), 'path', 'src'), ['src/token_cache.py']);
  assert.deepEqual(await values(template('memory://{id}'), 'id', saved.id.slice(0, 8)), [saved.id]);
  const projects = await values(template('memory://project/{project}/recent'), 'project', '');
  assert.equal(projects.length, 1);

  const { resources } = await ask.listResources();
  const uris = [
    ...resources.map((resource) => resource.uri),
    `memory://project/${encodeURIComponent(projects[0])}/recent`,
    'memory://entity/TokenCache',
    'memory://file/src/token_cache.py',
  ];
  assert.ok(uris.includes('memory://working-memory') && uris.includes(`memory://${saved.id}`));
  for (const uri of uris) {
    const { contents } = await ask.readResource({ uri });
    assert.match(contents[0].text, /Redis/, uri);
  }
  await assert.rejects(ask.readResource({ uri: 'memory://file/none.py' }));
}
