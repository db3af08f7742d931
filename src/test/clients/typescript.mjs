// Both TypeScript clients, in each way they can open a connection.
import assert from 'node:assert/strict';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as StdioV1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { Client as ClientV2 } from '@modelcontextprotocol/client';
import { StdioClientTransport as StdioV2 } from '@modelcontextprotocol/client/stdio';
import { command, lifeOfAMemory, restOfTheServer, withHome } from './common.mjs';

const info = { name: 'pact-memory-clients', version: '1' };
const clients = {
  'v1': [() => new ClientV1(info), StdioV1],
  'v2 legacy': [() => new ClientV2(info, { versionNegotiation: { mode: 'legacy' } }), StdioV2],
  'v2 auto': [() => new ClientV2(info, { versionNegotiation: { mode: 'auto' } }), StdioV2],
  'v2 2026-07-28': [
    () => new ClientV2(info, { versionNegotiation: { mode: { pin: '2026-07-28' } } }),
    StdioV2,
  ],
};

for (const [name, [create, Stdio]] of Object.entries(clients)) {
  await withHome(async (env) => {
    const client = create();
    await client.connect(new Stdio({ command: command[0], args: command.slice(1), env }));
    try {
      const { tools } = await client.listTools();
      assert.ok(tools.some((tool) => tool.name === 'memory_save'));
      const call = async (tool, args) => {
        const result = await client.callTool({ name: tool, arguments: args });
        assert.ok(!result.isError, `${tool}: ${result.content?.[0]?.text}`);
        assert.deepEqual(JSON.parse(result.content[0].text), result.structuredContent);
        return result.structuredContent;
      };
      await lifeOfAMemory(call);
      await restOfTheServer(client, call);
    } finally {
      await client.close();
    }
  });
  console.log(`ok: TypeScript client ${name}`);
}
