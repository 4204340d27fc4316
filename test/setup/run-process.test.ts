import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { boundPort } from '../../config/listen.ts';
import { eventually } from '../support/eventually.ts';
import { isRunning, runNode, type Running } from './children.ts';

function fixture(name: string, options: { env?: NodeJS.ProcessEnv; ipc?: boolean } = {}): Running {
  return runNode('test/setup/fixtures/process.mjs', {
    ...options,
    env: { ...options.env, FIXTURE: name },
  });
}

/** Starts a fixture and waits until it is ready. With `ipc`, the fixture reports that to its parent. */
async function readyFixture(name: string, ipc: boolean): Promise<Running> {
  const running = fixture(name, { ipc });
  await (ipc
    ? once(running.process, 'message')
    : eventually(() => running.stderr().includes('"msg":"ready"')));
  return running;
}

describe('a process stops', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('once, at a %s', async (signal) => {
    const running = await readyFixture('runs', false);
    running.process.kill(signal);
    expect(await running.ended).toBe(0);
    expect(running.stdout()).toBe('stopping\nstopped\n');
  });

  test('in order when one Ctrl-C sends two signals', async () => {
    const running = await readyFixture('runs', false);
    running.process.kill('SIGINT');
    running.process.kill('SIGINT');
    expect(await running.ended).toBe(0);
    expect(running.stdout()).toBe('stopping\nstopped\n');
  });

  test('at once at a second SIGTERM', async () => {
    const running = await readyFixture('stopsNever', false);
    running.process.kill('SIGTERM');
    await running.said('stopping');
    await eventually(() => {
      running.process.kill('SIGTERM');
      return running.process.exitCode !== null;
    });
    expect(await running.ended).toBe(1);
  });

  test('while it is starting', async () => {
    const running = fixture('startsForever');
    await running.said('starting');
    running.process.kill('SIGTERM');
    expect(await running.ended).toBe(0);
  });

  test("under a parent, at its SIGTERM and not at the terminal's Ctrl-C", async () => {
    const running = await readyFixture('runs', true);
    running.process.kill('SIGINT');
    running.process.kill('SIGHUP');
    running.process.kill('SIGTERM');
    expect(await running.ended).toBe(0);
    expect(running.stdout()).toBe('stopping\nstopped\n');

    const other = await readyFixture('runs', true);
    other.process.kill('SIGINT');
    other.process.disconnect();
    expect(await other.ended).toBe(0);
  });

  test('when its parent is killed', async () => {
    const parent = runNode('test/setup/fixtures/parent.mjs');
    await parent.said('\n');
    const child = Number(parent.stdout());
    expect(isRunning(child)).toBe(true);
    parent.process.kill('SIGKILL');
    await eventually(() => !isRunning(child));
  });
});

test('a process tells its parent when it is ready', async () => {
  const running = fixture('runs', { ipc: true });
  expect(await once(running.process, 'message')).toEqual([{ ready: 'ready' }, undefined]);
  running.process.kill('SIGTERM');
  expect(await running.ended).toBe(0);
});

describe('a process that fails', () => {
  test('reports a port in use in one sentence and exits with 2', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const port = boundPort(holder);
    try {
      const running = fixture('listens', { env: { PORT: String(port) } });
      expect(await running.ended).toBe(2);
      expect(running.stderr()).toBe(`Port ${port} is in use; set PORT to another port\n`);
    } finally {
      holder.close();
    }
  });

  test('reports an invalid setting in one sentence and exits with 2', async () => {
    const running = fixture('runs', { env: { HOST: '0.0.0.0' } });
    expect(await running.ended).toBe(2);
    expect(running.stderr()).toMatch(/^HOST=0\.0\.0\.0 must be a loopback address .*\.\n$/);
  });

  test('reports an error that a user can fix without a stack trace', async () => {
    const running = fixture('cannotStart');
    expect(await running.ended).toBe(2);
    expect(running.stderr()).toBe('The moon is in the wrong quarter; wait\n');
  });

  test.runIf(process.platform === 'linux').each(['fillsTheDisk', 'fillsTheDiskAside'])(
    'reports a start that the system refuses without a stack trace, and exits with 2: %s',
    async (name) => {
      const running = fixture(name, { env: { SLIPWAY_DATA_DIR: '/data' } });
      expect(await running.ended).toBe(2);
      expect(running.stderr()).toBe(
        'The disk of /data or another directory of Slipway is full (ENOSPC). Free some space, then start again\n',
      );
    },
  );

  test.each(['isBroken', 'breaksLater'])('logs a defect with its stack trace: %s', async (name) => {
    const running = fixture(name);
    expect(await running.ended).toBe(1);
    const last: unknown = JSON.parse(running.stderr().trim().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({
      process: 'fixture',
      err: { message: 'a defect', stack: expect.stringContaining('process.mjs') },
    });
  });

  test('stops what it has started if a part of it fails', async () => {
    const running = fixture('fails');
    expect(await running.ended).toBe(1);
    expect(running.stdout()).toBe('stopped\n');
    expect(running.stderr()).toContain('the server is gone');
  });
});
