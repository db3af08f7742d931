// The Inspector's command line: lists the tools strictly and calls each, in every era; then load.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { command, withHome } from './common.mjs';

const inspector = 'node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js';
const seconds = process.argv[2] ?? '30';

/** Runs the Inspector with its own state in our home, and answers what it printed. */
function inspect(env, era, ...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        inspector, '--cli', ...command, '-e', `PACT_MEMORY_HOME=${join(env.PACT_MEMORY_HOME, 'data')}`,
        '--transport', 'stdio', '--protocol-era', era, ...args,
      ],
      { env: { ...env, HOME: env.PACT_MEMORY_HOME }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => (out += data));
    child.stderr.on('data', (data) => (err += data));
    child.on('close', (code) =>
      code === 0 ? resolve(out) : reject(new Error(`${args.join(' ')}: exit ${code}\n${out}\n${err}`)));
  });
}

async function call(env, era, tool, args) {
  const printed = await inspect(
    env, era, '--method', 'tools/call', '--tool-name', tool, '--tool-args-json', JSON.stringify(args));
  const result = JSON.parse(printed);
  assert.ok(!result.isError, `${tool}: ${printed}`);
  return result.structuredContent;
}

for (const era of ['legacy', 'auto', 'modern']) {
  await withHome(async (env) => {
    const listed = JSON.parse(await inspect(env, era, '--method', 'tools/list', '--strict'));
    const saved = await call(env, era, 'memory_save', { context: 'The cache is an LRU' });
    const calls = {
      memory_search: { query: 'cache' },
      memory_search_by_file: { path: 'src/Cache.java' },
      memory_update: { id: saved.id, goal: 'Bound it' },
      memory_get: { ids: [saved.id] },
      memory_list: {},
      memory_decisions: {},
      memory_entities: {},
      memory_tracked_files: {},
      memory_status: {},
      memory_delete: { id: saved.id },
    };
    const names = listed.tools.map((tool) => tool.name);
    assert.deepEqual(new Set(names), new Set(['memory_save', ...Object.keys(calls)]));
    const read = async (...args) => JSON.parse(await inspect(env, era, ...args));
    const { prompts } = await read('--method', 'prompts/list');
    assert.equal(prompts.length, 7);
    const { messages } = await read(
      '--method', 'prompts/get', '--prompt-name', 'wrap-up', '--prompt-args', `memory=${saved.id}`);
    assert.match(messages[0].content.text, /The cache is an LRU/);
    const { resourceTemplates } = await read('--method', 'resources/templates/list');
    assert.ok(resourceTemplates.some((template) => template.uriTemplate === 'memory://{id}'));
    const { resources } = await read('--method', 'resources/list');
    for (const { uri } of resources) {
      const { contents } = await read('--method', 'resources/read', '--uri', uri);
      assert.ok(contents[0].text.length > 0, uri);
    }
    for (const [tool, args] of Object.entries(calls)) {
      await call(env, era, tool, args);
    }
  });
  console.log(`ok: Inspector ${era}, each tool, prompts and resources`);
}

await withHome(async (env) => {
  await call(env, 'legacy', 'memory_save', { context: 'The cache is an LRU' });
  const summary = await inspect(
    env, 'legacy', '--method', 'tools/call', '--tool-name', 'memory_search', '--tool-arg',
    'query=cache', '--load', '--load-concurrency', '10', '--load-duration', seconds);
  console.log(`ok: Inspector load\n${summary}`);
});
