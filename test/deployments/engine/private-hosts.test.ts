/** Modules and providers from private hosts, fetched by the real engine. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readSettings } from '../../../config/settings.ts';
import { providerMirror } from '../../../deployments/engine/engine.ts';
import { testDeployer } from '../../support/deployments/deployer.ts';
import { MODULE, startPrivateRegistry } from '../../support/deployments/private-registry.ts';

const TOKEN = 'glpat-1234567890abcdef';
const registry = await startPrivateRegistry(TOKEN);
afterAll(() => registry.close());
const { signal } = new AbortController();

registry.commit('vpc', { 'main.tf': 'output "name" { value = "private" }' });
const FILES = {
  'main.tf': `
    module "vpc" {
      source  = "${registry.host}/${MODULE.source}"
      version = "${MODULE.version}"
    }
    module "same" { source = "git::https://${registry.host}/vpc.git" }
    output "names" { value = "\${module.vpc.name} \${module.same.name}" }
  `,
};

/** The sandbox reaches no loopback server. */
const deployerHere = () =>
  testDeployer({
    isolation: { kind: 'process' },
    inheritedEnv: { SSL_CERT_FILE: registry.certificate },
  });

test('a module comes from a private registry and a private repository, with a token for their host', async () => {
  const it = deployerHere();
  it.secret('token', TOKEN);
  const job = await it.job(FILES, { credentials: { [registry.host]: 'token' } });
  await it.deployer.validate(job, signal);
  const plan = await it.deployer.plan(job, { destroy: false }, signal);
  expect(plan.outputs).toEqual(['names']);

  // The token is only where the programs of this run look for it.
  const root = path.join(it.root, 'runs', job.operationId);
  const holding = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(TOKEN))
    .map((file) => path.relative(root, file));
  expect(holding.toSorted()).toEqual(['engine.rc', 'home/.git-credentials']);
  const blobs = await Promise.all((await it.blobs.list('')).map((key) => it.blobs.get(key)));
  expect(blobs.filter((blob) => blob?.includes(TOKEN))).toEqual([]);

  // Another value of the secret reaches the next run of the same operation.
  it.secret('token', 'another-token-of-tests');
  await it.deployer.validate(job, signal);
  expect(readFileSync(path.join(root, 'engine.rc'), 'utf8')).toContain('another-token-of-tests');
});

test('without the token, or with a wrong one, the module is not found, and no message has the token', async () => {
  const it = deployerHere();
  it.secret('wrong', 'wrong-token-of-tests');
  for (const credentials of [{}, { [registry.host]: 'wrong' }]) {
    const job = await it.job(FILES, { credentials });
    const error: unknown = await it.deployer
      .validate(job, signal)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ details: { code: expect.any(String) as string } });
    expect(JSON.stringify(error)).not.toContain('wrong-token');
  }
});

test('a provider comes from the directory of the operator, under a host of its own', async () => {
  const it = testDeployer();
  const mirrorDirectory = path.join(it.root, 'own-mirror');
  const prepared = path.join(
    providerMirror(readSettings(process.env).SLIPWAY_CACHE_DIR),
    'registry.opentofu.org/hashicorp/random',
  );
  mkdirSync(path.join(mirrorDirectory, 'registry.acme.test/acme'), { recursive: true });
  cpSync(prepared, path.join(mirrorDirectory, 'registry.acme.test/acme/random'), {
    recursive: true,
    dereference: true,
  });
  const files = {
    'main.tf': `
      terraform {
        required_providers { random = { source = "registry.acme.test/acme/random" } }
      }
      resource "random_id" "a" { byte_length = 2 }
    `,
  };
  const allowed = testDeployer({
    mirrorDirectory,
    allowedProviders: ['registry.acme.test/acme/random'],
  });
  const plan = await allowed.deployer.plan(await allowed.job(files), { destroy: false }, signal);
  expect(plan.resources).toMatchObject([{ address: 'random_id.a', operation: 'create' }]);

  const refused = testDeployer({ mirrorDirectory });
  await expect(refused.deployer.validate(await refused.job(files), signal)).rejects.toMatchObject({
    details: {
      code: 'provider_refused',
      message: expect.stringContaining('registry.acme.test/acme/random') as string,
    },
  });
  rmSync(mirrorDirectory, { recursive: true });
});
