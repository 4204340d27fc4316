/** Text from the service reaches a terminal only with its control characters made visible. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runCli } from '../../cli/run.ts';
import { createLiveView } from '../../cli/watch/live-view.ts';
import { startFakeApi, type FakeApi } from '../support/http/fake-api.ts';
import { createIo } from '../support/cli/recorded-io.ts';
import { done, ID, node, operationOf, RECORD } from '../unit/cli/operations.ts';

/** Writes to the clipboard, in the forms with 7 and 8 bits; clears the screen; hides; reverses; forges a line. */
const ATTACK =
  'A\x1b]52;c;cm0gLXJm\x07B\x9d52;c;cm0=\x9cC\x1b[2J\x1b[8mD\x7fE\u202eF\u2066G\rH\bI\x1b[31mJ';
const SHOWN =
  'A\\x1b]52;c;cm0gLXJm\\x07B\\x9d52;c;cm0=\\x9cC\\x1b[2J\\x1b[8mD\\x7fE\\u202eF\\u2066G\\x0dH\\x08I\\x1b[31mJ';
/** In a sentence, a carriage return is a space. */
const SHOWN_IN_SENTENCE = SHOWN.replace('\\x0d', ' ');
// oxlint-disable-next-line eslint/no-control-regex -- these are the characters to find
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
});
afterAll(() => api.stop());
beforeEach(() => {
  api.answers = {};
});

async function slipway(line: string, { terminal = false, env = {} } = {}) {
  const recorded = createIo({
    env: { SLIPWAY_SERVER: api.url, ...env },
    terminal,
  });
  const code = await runCli(line.split(' '), recorded.io);
  return { code, stdout: recorded.stdout(), stderr: recorded.stderr() };
}

const resource = {
  ...RECORD,
  id: ATTACK,
  name: ATTACK,
  status: 'failed',
  statusReason: ATTACK,
  provider: ATTACK,
  region: ATTACK,
  spec: {
    kubernetesVersion: ATTACK,
    nodeGroups: [],
    network: ATTACK,
    tags: { [ATTACK]: ATTACK },
  },
  outputs: { [ATTACK]: ATTACK },
  operationId: ATTACK,
  createdAt: '2026-11-24T05:18:25.000Z',
};
const nodes = [
  node('vpc/main', { name: ATTACK, type: ATTACK, operation: 'create', status: 'failed' }),
  done('subnet/a', { name: ATTACK, urn: `urn:x:${ATTACK}`, operation: 'delete' }),
  done('subnet/b', { name: ATTACK, urn: `urn:y:${ATTACK}` }),
];
const failed = operationOf(nodes, {
  status: 'failed',
  resourceId: ATTACK,
  completedAt: '2026-11-24T05:19:25.000Z',
  error: {
    code: ATTACK,
    message: ATTACK,
    errorType: 'provider',
    details: {
      retryable: false,
      causedBy: ATTACK,
      requestId: ATTACK,
      fieldErrors: { [ATTACK]: ATTACK },
      survivors: [ATTACK],
    },
  },
  progress: { ...operationOf(nodes).progress, message: ATTACK },
});
const planned = operationOf(nodes, { resourceId: ATTACK });
const problem = {
  code: ATTACK,
  title: ATTACK,
  detail: ATTACK,
  status: 500,
  errorType: 'internal',
  requestId: ATTACK,
  conflictingOperationId: ATTACK,
};

const ANSWERS = {
  'GET /clusters': { status: 200, body: { items: [resource] } },
  'GET /clusters/demo': { status: 200, body: resource },
  'PATCH /clusters/demo': { status: 202, body: planned },
  'GET /operations': { status: 200, body: { items: [failed] } },
  [`GET /operations/${ID}`]: { status: 200, body: failed },
  'GET /deployments/web/outputs': {
    status: 200,
    body: { outputs: { site: ATTACK, [ATTACK]: ATTACK }, withheldOutputs: [ATTACK] },
  },
  'GET /networks/base': { status: 500, body: problem },
  'GET /networks/refused': {
    status: 400,
    body: { ...problem, errorType: 'validation', fieldErrors: { [ATTACK]: ATTACK } },
  },
};

describe.each([
  { where: 'in a pipe', terminal: false },
  { where: 'on a terminal', terminal: true },
])('$where', ({ terminal }) => {
  test.each([
    ['a table', 'clusters list', SHOWN],
    ['names', 'clusters list -o name', SHOWN],
    ['one resource', 'clusters get demo', SHOWN],
    ['the diff of a plan', 'clusters update demo --kubernetes-version 1.34 --validate-only', 'A\\'],
    // A terminal of 80 columns has room for the first characters.
    ['a table of operations', 'operations list', SHOWN.slice(0, 16)],
    ['a wide table of operations', 'operations list -o wide', SHOWN],
    ['one operation', `operations get ${ID}`, SHOWN],
    ['a watched operation that failed', `operations watch ${ID}`, SHOWN_IN_SENTENCE],
    ['outputs', 'deployments outputs web', SHOWN],
    ['a missing output', 'deployments outputs web nope', SHOWN],
    ['an error', 'networks get base', SHOWN_IN_SENTENCE],
    ['field errors', 'networks get refused', SHOWN_IN_SENTENCE],
    ['JSON', 'clusters get demo -o json', '\\u009d52'],
    ['YAML', 'clusters get demo -o yaml', '\\u009d52'],
  ])('%s: %s', async (_what, line, shown) => {
    api.answers = { ...ANSWERS };
    // NO_COLOR and CI leave no sequence of the command line itself.
    const { stdout, stderr } = await slipway(line, { terminal, env: { NO_COLOR: '1', CI: '1' } });
    expect(stdout + stderr).toContain(shown);
    expect(stdout).not.toMatch(CONTROLS);
    expect(stderr).not.toMatch(CONTROLS);
  });
});

test('JSON and YAML contain the original text', async () => {
  api.answers = { ...ANSWERS };
  const json = await slipway('clusters get demo -o json');
  expect(JSON.parse(json.stdout)).toEqual(resource);
  const yaml = await slipway('clusters get demo -o yaml');
  expect(parse(yaml.stdout)).toEqual(resource);
});

test('a bare value is unchanged in a pipe, and visible on a terminal', async () => {
  api.answers = { ...ANSWERS };
  const pipe = await slipway('deployments outputs web site');
  expect(pipe.stdout).toBe(`${ATTACK}\n`);
  const terminal = await slipway('deployments outputs web site', { terminal: true });
  expect(terminal.stdout).toBe(`${SHOWN}\n`);
});

test('newlines cannot pretend to be another row, field or message', async () => {
  const forged = 'fine\nother   active';
  const item = { ...resource, id: forged, name: forged, statusReason: forged };
  api.answers = {
    'GET /clusters': { status: 200, body: { items: [item] } },
    'GET /clusters/demo': { status: 200, body: item },
    'GET /networks/base': { status: 500, body: { ...problem, detail: forged } },
  };
  for (const line of [
    'clusters list',
    'clusters list -o name',
    'clusters get demo',
    'networks get base',
  ]) {
    const { stdout, stderr } = await slipway(line);
    expect(stdout + stderr).toContain('other   active');
    expect(stdout + stderr).not.toMatch(/^other/m);
  }
});

test('the colors of the command line stay, and those of the service are visible', async () => {
  const name = '\x1b[32mgreen\x1b[39m';
  const plan = operationOf([node('vpc/main', { name })], { operation: 'update_cluster' });
  api.answers = { 'POST /clusters': { status: 200, body: plan } };
  const { stdout } = await slipway('clusters create demo --validate-only', {
    env: { FORCE_COLOR: '1' },
  });
  expect(stdout).toContain('\x1b[32m  + vpc/\\x1b[32mgreen\\x1b[39m\x1b[39m\n');
});

test('the live view draws with its own sequences only', () => {
  const { io, stderr } = createIo({ terminal: true });
  const view = createLiveView(io, { lost: false });
  view.show(failed);
  view.end();
  expect(stderr()).toContain('A\\x1b]52');
  // What is left without colors, cursor movements and the visibility of the cursor.
  // oxlint-disable-next-line eslint/no-control-regex -- these are the characters to find
  const rest = stderr().replaceAll(/\u001b\[(?:\?(?:25|2026)[hl]|[0-9]*[A-GKm])/g, '');
  expect(rest).not.toMatch(CONTROLS);
  expect(rest).not.toContain('\u001b[8m');
});

test('completion offers no name that a shell would expand', async () => {
  const items = ['demo', '$(touch /tmp/x)', '`id`', 'a b', '-o', ATTACK].map((id) => ({ id }));
  api.answers = { 'GET /clusters': { status: 200, body: { items } } };
  expect((await slipway('--complete bash clusters get ')).stdout).toBe('demo\n');
});

test('only the entry point and the writer know the streams of the process', () => {
  const folder = path.resolve(import.meta.dirname, '../../cli');
  const users = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) =>
      /process\.(?:stdout|stderr)|\bconsole\.|WriteStream/.test(
        readFileSync(path.join(folder, file), 'utf8'),
      ),
    );
  expect(users.toSorted()).toEqual(['main.ts', 'output/writer.ts']);
});
