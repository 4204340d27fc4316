/** Engines run as plain processes only for one person on one machine. */
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { readSettings } from '../../config/settings.ts';
import { engineIsolation } from '../../worker/engine-isolation.ts';

async function start(address: string, runner = 'process') {
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => lines.push(line) });
  const settings = readSettings({ SLIPWAY_RUNNER: runner, TEMPORAL_ADDRESS: address });
  const { kind } = await engineIsolation(
    { ...settings, SLIPWAY_CACHE_DIR: '/nowhere' },
    { PATH: '' },
    logger,
  );
  return { kind, log: lines.join('') };
}

test.each(['127.0.0.1:7233', 'localhost:7233', '[::1]:7233', '127.9.9.9:1'])(
  'with Temporal at %s, a worker starts and says that it does not isolate',
  async (address) => {
    const { kind, log } = await start(address);
    expect(kind).toBe('process');
    expect(log).toContain('engines run as plain processes: a module can read');
  },
);

test.each([
  '10.0.0.5:7233',
  'temporal.example:7233',
  '127.0.0.1.example:7233',
  '[2001:db8::1]:7233',
])('with Temporal at %s, a worker does not start, also without bubblewrap', async (address) => {
  for (const runner of ['process', 'auto']) {
    await expect(start(address, runner)).rejects.toThrow('is on another one');
  }
});
