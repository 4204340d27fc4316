/** Exit codes tell the truth whatever happens to the output of the program. */
import { spawn, type StdioOptions } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Operation } from '../../../client/types.ts';
import { startFakeApi, type FakeApi } from '../../support/http/fake-api.ts';
import { endOf } from '../../support/stack/child-end.ts';
import { DIST } from '../../support/stack/part.ts';
import { done, operationOf, RECORD } from './operations.ts';

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
  const spec = { kubernetesVersion: '1.33', nodeGroups: [] };
  api.answers = {
    'GET /clusters/demo': { status: 200, body: { ...RECORD, id: 'demo', name: 'demo', spec } },
  };
});
afterAll(() => api.stop());

function start(line: string, stdio: StdioOptions) {
  return spawn(
    process.execPath,
    [path.join(DIST, 'cli', 'bundle', 'main.mjs'), ...line.split(' ')],
    {
      env: { PATH: process.env['PATH'], XDG_CONFIG_HOME: '/nowhere', SLIPWAY_SERVER: api.url },
      stdio,
      timeout: 30_000,
      killSignal: 'SIGKILL',
    },
  );
}

test.each(['clusters get demo -o json', 'clusters get demo', 'clusters --help'])(
  'a result that does not fit on the disk is a failure: %s',
  async (line) => {
    const full = openSync('/dev/full', 'w');
    const child = start(line, ['ignore', full, 'pipe']);
    closeSync(full);
    const [code, said] = await Promise.all([endOf(child), text(child.stderr ?? process.stdin)]);
    expect({ code, said }).toEqual({
      code: 1,
      said: 'slipway: The result could not be written to standard output: ENOSPC: no space left on device, write\n',
    });
  },
);

test('progress that does not fit on the disk changes nothing', async () => {
  answerCreate('succeeded');
  const full = openSync('/dev/full', 'w');
  const child = start('networks create x', ['ignore', 'ignore', full]);
  closeSync(full);
  expect(await endOf(child)).toBe(0);
});

test.each([
  ['succeeded', 0],
  ['failed', 1],
  ['canceled', 3],
] as const)('readers that have closed both pipes change nothing: %s', async (status, code) => {
  answerCreate(status);
  const child = start('networks create x -o json', ['ignore', 'pipe', 'pipe']);
  child.stdout?.destroy();
  child.stderr?.destroy();
  expect(await endOf(child)).toBe(code);
});

function answerCreate(status: Operation['status']): void {
  const body = operationOf([done('vpc/main')], { status, completedAt: RECORD.createdAt });
  api.answers['POST /networks'] = { status: 202, body };
}
