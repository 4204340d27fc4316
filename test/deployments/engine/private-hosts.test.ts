/** Modules and providers from private hosts, fetched by the real engine. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../../config/settings.ts';
import { providerMirror } from '../../../deployments/engine/engine.ts';
import { testDeployer } from '../../support/deployments/deployer.ts';
import {
  MODULE,
  PROVIDER,
  startPrivateRegistry,
} from '../../support/deployments/registry/private-registry.ts';
import { hasSshClient, startSshServer } from '../../support/deployments/ssh-server.ts';
import { terraformByPath } from '../../support/deployments/terraform.ts';

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
const deployerHere = (more: Parameters<typeof testDeployer>[0] = {}) =>
  testDeployer({
    isolation: { kind: 'process' },
    inheritedEnv: { SSL_CERT_FILE: registry.certificate },
    ...more,
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

test.skipIf(!hasSshClient())('the engine fetches a module over ssh with a key', async () => {
  const server = await startSshServer();
  onTestFinished(() => server.close());
  server.commit('vpc', { 'main.tf': 'output "name" { value = "over ssh" }' });
  const it = deployerHere({ gitProtocols: ['ssh'], knownHosts: server.knownHosts });
  it.secret('key', server.key);
  const files = { 'main.tf': `module "vpc" { source = "git::${server.url('vpc')}" }` };
  const job = await it.job(files, { credentials: { [server.host]: 'key' } });
  await it.deployer.validate(job, signal);
  const keyless = await it.job(files);
  await expect(it.deployer.validate(keyless, signal)).rejects.toMatchObject({
    details: { code: 'credentials_rejected', retryable: false },
  });
});

const RANDOM = { 'main.tf': 'resource "random_id" "a" { byte_length = 2 }' };
const NULL = { 'main.tf': 'resource "null_resource" "a" {}' };
const PRIVATE_PROVIDER = `
  terraform {
    required_providers { random = { source = "${registry.host}/${PROVIDER}" } }
  }
  resource "random_id" "a" { byte_length = 2 }
`;
const SIGNED = ['archive.zip', 'checksums', 'checksums.sig'];
const PLANNED = [{ address: 'random_id.a', operation: 'create' }];

/** Engines send the token with requests for descriptions of providers, and not with those for their files. */
function expectDownloads(names: readonly string[]): void {
  const downloads = registry.downloads.splice(0);
  expect(new Set(downloads.map(({ name }) => name))).toEqual(new Set(names));
  expect(downloads.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
}

test('a provider comes from a mirror with a token, and from nowhere else', async () => {
  const it = deployerHere({ mirror: '/nowhere', mirrorUrl: registry.mirrorUrl });
  it.secret('token', TOKEN);
  it.secret('wrong', 'wrong-token-of-tests');
  const credentials = { [registry.host]: 'token' };
  const plan = await it.deployer.plan(
    await it.job(RANDOM, { credentials }),
    { destroy: false },
    signal,
  );
  expect(plan.resources).toMatchObject(PLANNED);
  expectDownloads(['archive.zip']);

  // The mirror does not have it, and its registry is not asked.
  const missing = await it.job(NULL, { credentials });
  await expect(it.deployer.validate(missing, signal)).rejects.toMatchObject({
    details: { code: 'provider_not_available' },
  });
  const denied = await it.job(RANDOM, { credentials: { [registry.host]: 'wrong' } });
  await expect(it.deployer.validate(denied, signal)).rejects.toMatchObject({
    details: { code: 'credentials_rejected', retryable: false },
  });
});

test('a provider comes from a private registry with a token, if it is allowed by its host', async () => {
  const allowedProviders = [`${registry.host}/${PROVIDER}`];
  const it = deployerHere({ allowedProviders });
  it.secret('token', TOKEN);
  const credentials = { [registry.host]: 'token' };
  const files = { 'main.tf': PRIVATE_PROVIDER };
  const plan = await it.deployer.plan(
    await it.job(files, { credentials }),
    { destroy: false },
    signal,
  );
  expect(plan.resources).toMatchObject(PLANNED);
  expectDownloads(SIGNED);

  await expect(it.deployer.validate(await it.job(files), signal)).rejects.toMatchObject({
    details: { code: 'credentials_rejected', retryable: false },
  });
  const refusing = deployerHere();
  refusing.secret('token', TOKEN);
  const refused = await refusing.job(files, { credentials });
  await expect(refusing.deployer.validate(refused, signal)).rejects.toMatchObject({
    details: {
      code: 'provider_refused',
      message: expect.stringContaining(`${registry.host}/${PROVIDER}`) as string,
    },
  });
  expectDownloads([]);
});

test('Terraform fetches a module and a provider from a private registry', async () => {
  const it = deployerHere({
    engines: await terraformByPath(),
    allowedProviders: [`${registry.host}/${PROVIDER}`],
  });
  it.secret('token', TOKEN);
  const job = await it.job(
    { ...FILES, 'provider.tf': PRIVATE_PROVIDER },
    { engine: 'terraform', credentials: { [registry.host]: 'token' } },
  );
  const plan = await it.deployer.plan(job, { destroy: false }, signal);
  expect(plan.outputs).toEqual(['names']);
  expect(plan.resources).toMatchObject(PLANNED);
  expectDownloads(SIGNED);
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
