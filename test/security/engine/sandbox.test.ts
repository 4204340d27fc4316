/** Modules that attack the machine on which they are planned and applied. Each one runs in a real sandbox. */
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bubblewrapSearchPath } from '../../../config/engine-paths.ts';
import { readSettings } from '../../../config/settings.ts';
import { boundPort } from '../../../config/listen.ts';
import { findIsolation, type Isolation } from '../../../deployments/runner/sandbox/isolation.ts';
import { testDeployer, type TestDeployer } from '../../support/deployments/deployer.ts';

const MIB = 1024 * 1024;
const signal = new AbortController().signal;
const SECRET = 'marmalade-7741';

let isolation: Isolation;
let server: Server;
let asked = 0;
beforeAll(async () => {
  isolation = await findIsolation({
    runner: 'bubblewrap',
    searchPath: bubblewrapSearchPath(readSettings(process.env), process.env),
    hosts: ['registry.opentofu.org', 'localhost', 'metadata.example'],
    networks: [],
    directories: [],
    inside: path.resolve('dist/deployments/runner/sandbox/inside.mjs'),
    limits: { memoryBytes: 1024 * MIB, processes: 256, fileBytes: 16 * MIB, openFiles: 1_024 },
  });
  server = createServer((_request, response) => {
    asked += 1;
    response.end(SECRET);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

/** Applies the module, and returns its outputs. */
async function outputsOf(it: TestDeployer, main: string): Promise<Record<string, string>> {
  const job = await it.job({ 'main.tf': main });
  await it.deployer.plan(job, { destroy: false }, signal);
  await it.deployer.apply(job, () => {}, signal);
  return (await it.deployer.outputs(job, signal)).values;
}

/** Applies a module that runs the command, and returns what the command has written into the file `seen`. */
async function seenBy(it: TestDeployer, command: string): Promise<string> {
  const job = await it.job({
    'main.tf': `resource "terraform_data" "spy" {
      provisioner "local-exec" { command = ${JSON.stringify(command)} }
    }`,
  });
  await it.deployer.plan(job, { destroy: false }, signal);
  await it.deployer.apply(job, () => {}, signal);
  return readFileSync(path.join(it.root, 'runs', job.operationId, 'module/seen'), 'utf8');
}

test('an honest module with providers is planned, applied, verified and destroyed', async () => {
  const it = testDeployer({ isolation });
  const files = {
    'main.tf': `
      resource "random_id" "id" { byte_length = 4 }
      resource "terraform_data" "one" { input = random_id.id.hex }
      output "hex" { value = terraform_data.one.output }
    `,
  };
  const create = await it.job(files);
  await it.deployer.validate(create, signal);
  expect((await it.deployer.plan(create, { destroy: false }, signal)).resources).toHaveLength(2);
  await it.deployer.apply(create, () => {}, signal);
  expect((await it.deployer.verify(create, signal)).unsettled).toEqual([]);
  expect((await it.deployer.outputs(create, signal)).values).toEqual({
    hex: expect.stringMatching(/^[0-9a-f]{8}$/),
  });
  const destroy = await it.job(files, { uid: create.uid });
  await it.deployer.plan(destroy, { destroy: true }, signal);
  await it.deployer.apply(destroy, () => {}, signal);
  expect(await it.deployer.countResources(destroy, signal)).toBe(0);
});

describe('a module reads', () => {
  test('no file of the worker, its secrets or its environment', async () => {
    const it = testDeployer({ isolation });
    it.secret('database', SECRET);
    const targets = [
      path.join(it.root, 'secrets/local/database'),
      path.join(it.root, 'blobs'),
      `/proc/${process.pid}/environ`,
      '/etc/passwd',
      '/etc/hostname',
      import.meta.filename,
    ];
    const seen = await outputsOf(
      it,
      `output "files" {
        value = jsonencode([for file in ${JSON.stringify(targets)} : can(file(file)) || try(length(fileset(file, "**")), 0) > 0])
      }`,
    );
    expect(JSON.parse(seen['files'] ?? '')).toEqual(targets.map(() => false));
  });

  test.each(['bubblewrap', 'process'] as const)(
    'environments and programs of its own run alone in bubblewrap, and of all others as a process: %s',
    async (kind) => {
      const it = testDeployer({ isolation: kind === 'process' ? { kind } : isolation });
      const spies = 'cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline > seen; id -u >> seen';
      const seen = await seenBy(it, `env > own; ${spies}; cat own >> seen`);
      expect(seen).toContain('TF_IN_AUTOMATION');
      // The second row shows that the first one would notice.
      expect(seen.includes('vitest')).toBe(kind === 'process');
    },
  );

  test('no server on this machine', async () => {
    const it = testDeployer({ isolation });
    const url = `http://127.0.0.1:${boundPort(server)}/`;
    const script = `fetch('${url}').then((r) => r.text(), (e) => e.cause.code).then((t) => require('fs').writeFileSync('seen', t))`;
    expect(await seenBy(it, `/slipway/node -e "${script}"`)).toBe('ECONNREFUSED');
    expect(asked).toBe(0);
  });
});

test('links that a module leaves behind lead nowhere', async () => {
  const it = testDeployer({ isolation });
  const victim = path.join(it.root, 'victim');
  writeFileSync(victim, SECRET);
  const job = await it.job({
    'main.tf': `resource "terraform_data" "planter" {
      provisioner "local-exec" { command = "ln -s ${victim} errored.tfstate; ln -sf ${victim} ../output/plan" }
    }`,
  });
  await it.deployer.plan(job, { destroy: false }, signal);
  await it.deployer.apply(job, () => {}, signal);
  expect(JSON.stringify(await it.state(job).read())).not.toContain(SECRET);
  // The same run directory is used again: the engine finds no file behind its link.
  await expect(it.deployer.plan(job, { destroy: false }, signal)).rejects.toThrow(
    'The engine failed',
  );
  expect(readFileSync(victim, 'utf8')).toBe(SECRET);
});

test('a flood of processes and memory ends the run, and nothing else', async () => {
  const it = testDeployer({ isolation });
  const flood = outputsOf(
    it,
    `resource "terraform_data" "flood" {
      provisioner "local-exec" { command = "/slipway/node -e 'const all = []; for (;;) all.push(Buffer.alloc(1e8, 1))'" }
    }`,
  );
  await expect(flood).rejects.toThrow('allocation failed');
});
