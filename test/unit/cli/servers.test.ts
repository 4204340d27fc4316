/** What the command line says about a server that is not Slipway, or not at this address. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseProfiles } from '../../../cli/session/profiles.ts';
import { createSlipway } from '../../../client/client.ts';
import { runCli } from '../../../cli/run.ts';
import { createIo } from '../../support/cli/recorded-io.ts';
import { startFakeApi, type FakeApi } from '../../support/http/fake-api.ts';

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
});
afterAll(() => api.stop());

async function slipway(line: string, env: Record<string, string> = {}) {
  const recorded = createIo({ env: { SLIPWAY_SERVER: api.url, ...env } });
  const code = await runCli(line.split(' '), recorded.io);
  return { code, stdout: recorded.stdout(), stderr: recorded.stderr() };
}

test('a create that is redirected fails, and names the address to use', async () => {
  const location = 'https://slipway.example/clusters';
  api.answers['POST /clusters'] = { status: 301, body: '', headers: { location } };
  api.answers['GET /clusters'] = { status: 200, body: { items: [] } };
  expect(await slipway('clusters create demo')).toEqual({
    code: 1,
    stdout: '',
    stderr: `slipway: POST ${api.url}/clusters was redirected to ${location} (status 301). A request that changes something follows no redirect.
To use that address, set --server or SLIPWAY_SERVER to https://slipway.example
`,
  });
});

test('a page instead of an answer', async () => {
  const headers = { 'content-type': 'text/html' };
  api.answers['GET /networks'] = { status: 200, body: '<p>Log in', headers };
  const { code, stdout, stderr } = await slipway('networks list');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('was answered with status 200 and content type text/html');
  expect(stderr).toContain('Is this the address of Slipway? Check --server');
});

test.each([
  'http://user:hunter2@slipway.example',
  'http://hunter2@slipway.example/base',
  'https://slipway.example?token=hunter2',
  'https://slipway.example/#hunter2',
  'user:hunter2@slipway.example',
  'ftp://user:hunter2@slipway.example',
  'http://user:hunter2@',
  '//user:hunter2@slipway.example',
])('a URL with a secret is refused without showing it: %s', async (server) => {
  const configHome = mkdtempSync(path.join(tmpdir(), 'slipway-servers-'));
  mkdirSync(path.join(configHome, 'slipway'));
  const profiles = { work: { server } };
  writeFileSync(path.join(configHome, 'slipway', 'config.yaml'), JSON.stringify({ profiles }));
  const ran = [
    await slipway(`clusters list --server ${server}`),
    await slipway('clusters list', { SLIPWAY_SERVER: server }),
    await slipway('clusters list --profile work', {
      SLIPWAY_SERVER: '',
      XDG_CONFIG_HOME: configHome,
    }),
  ];
  rmSync(configHome, { recursive: true });
  for (const { code, stdout, stderr } of ran) {
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toMatch(/hunter2|Unexpected/);
  }
});

test('a syntax error of the configuration does not show the file', async () => {
  const content = Buffer.from('profiles: {a: {server: "http://user:hunter2@host}}');
  const parsing = parseProfiles({ file: 'config.yaml', content });
  await expect(parsing).rejects.toThrow(/line 1/);
  await expect(parsing).rejects.not.toThrow(/hunter2/);
});

test('the typed client refuses a URL with a password, and does not show it', () => {
  const create = () => createSlipway({ baseUrl: 'http://user:hunter2@slipway.example' });
  expect(create).toThrow('The base URL of Slipway must have no user and no password.');
});
