// Drives `abide mcp` as a coding agent does: with the official client, over standard input and output, through every tool, by
// the handshake of 2025 and by the stateless calls of 2026-07-28. The client holds each answer against its output schema.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const [program, folder] = process.argv.slice(2);
const document = path.join(folder, 'specs/lending.md');
const original = fs.readFileSync(document, 'utf8');

for (const [mode, version] of [['legacy', '2025-'], [{ pin: '2026-07-28' }, '2026-07-28']]) {
  const client = new Client({ name: 'consumer', version: '1.0.0' }, { versionNegotiation: { mode } });
  const transport = new StdioClientTransport({ command: program, args: ['mcp'], cwd: folder, stderr: 'inherit' });
  await client.connect(transport);
  assert.ok(client.getNegotiatedProtocolVersion().startsWith(version), client.getNegotiatedProtocolVersion());

  const { tools } = await client.listTools();
  const names = ['check', 'context', 'explain', 'next', 'propose', 'search', 'verify', 'why'];
  assert.deepEqual(tools.map((tool) => tool.name).sort(), names);
  assert.ok(tools.every((tool) => tool.outputSchema));
  const called = new Set();
  const call = async (name, args) => {
    called.add(name);
    const result = await client.callTool({ name, arguments: args });
    assert.ok(!result.isError, JSON.stringify(result));
    assert.deepEqual(JSON.parse(result.content[0].text), result.structuredContent);
    return result.structuredContent;
  };

  const found = await call('search', { words: 'refuse lend' });
  assert.equal(found.hits[0].id, 'FR-2');
  const around = await call('context', { id: 'FR-2' });
  assert.deepEqual(around.names.map((item) => item.id), ['FR-1']);
  assert.match((await call('check', { paths: ['specs'] })).summary, /1 document/);
  const run = await call('verify', { only: [`${around.path}:10`] });
  assert.equal(run.items[0].verdict, 'refuted', JSON.stringify(run));
  const next = await call('next', {});
  assert.equal(next.verdict, 'refuted');
  const why = await call('why', { id: next.id });
  assert.equal(why.claims[0].seen, 'exit code 1');
  assert.match((await call('explain', { name: 'check' })).page, /^# check/);

  const weaker = [{ old: '14 days', new: '90 days' }];
  const refused = await call('propose', { path: 'specs/lending.md', edits: weaker, write: true });
  assert.equal(refused.written, false);
  assert.match(refused.refused[0], /weakens `FR-1`/);
  assert.equal(fs.readFileSync(document, 'utf8'), original);
  const stricter = [{ old: '14 days', new: '10 days' }];
  assert.equal((await call('propose', { path: 'specs/lending.md', edits: stricter, write: true })).written, true);
  assert.equal(fs.readFileSync(document, 'utf8'), original.replace('14 days', '10 days'));
  fs.writeFileSync(document, original);
  assert.deepEqual([...called].sort(), names);

  const small = await client.callTool({ name: 'explain', arguments: { name: 'check', budget: 400 } });
  assert.equal(small.structuredContent.truncated, true);
  const outside = await client.callTool({ name: 'check', arguments: { paths: ['../..'] } });
  assert.ok(outside.isError && /outside of the workspace/.test(outside.content[0].text));
  await assert.rejects(client.callTool({ name: 'remove', arguments: {} }), /no tool called `remove`/);
  await client.close();
}
console.log('both protocols, every tool');
