/** What the command line says about a server that is not Slipway, or not at this address. */
import { afterAll, beforeAll, expect, test } from 'vitest';
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
