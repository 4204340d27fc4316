/** Another process may take the ports of Temporal's server, so its start is repeated. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { readSettings } from '../../config/settings.ts';
import { findTemporal } from '../../launcher/temporal/find.ts';
import { createPart, type Part } from '../support/stack/part.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'slipway-temporal-'));
let part: Part | undefined;
afterEach(async () => {
  if (part?.running === true) await part.stop();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Puts a `temporal` on the path whose server ends at once, this many times. */
async function failingTimes(times: number): Promise<string> {
  const { signal } = new AbortController();
  const { SLIPWAY_CACHE_DIR: cacheDir, SLIPWAY_TEMPORAL_RELEASES: source } = readSettings(
    process.env,
  );
  const real = await findTemporal({ searchPath: '', cacheDir, source, report: () => {}, signal });
  const script = [
    '#!/bin/sh',
    'tries=$(cat "$0.tries" 2>/dev/null || echo 0)',
    `if [ "$1" = server ] && [ "$2" = start-dev ] && [ "$tries" -lt ${times} ]; then`,
    '  echo $((tries + 1)) > "$0.tries"',
    '  echo "address already in use" >&2',
    '  exit 1',
    'fi',
    `exec "${real}" "$@"`,
  ];
  const bin = mkdtempSync(path.join(folder, 'bin-'));
  writeFileSync(path.join(bin, 'temporal'), script.join('\n'));
  chmodSync(path.join(bin, 'temporal'), 0o755);
  return bin;
}

function temporal(bin: string): Part {
  const data = mkdtempSync(path.join(folder, 'data-'));
  part = createPart({
    name: 'temporal',
    main: 'launcher/temporal/main.js',
    pidFile: path.join(data, 'temporal.pid'),
    env: {
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      SLIPWAY_DATA_DIR: data,
      TEMPORAL_PORT: '0',
      TEMPORAL_UI_PORT: '0',
    },
  });
  return part;
}

test('a server that ends at once is started again, and works', async () => {
  const started = temporal(await failingTimes(2));
  await started.start();
  expect(started.url).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(started.output()).toContain('address already in use; trying again');
});

test('a server that always ends at once is given up, and its output is shown', async () => {
  const started = temporal(await failingTimes(3));
  await expect(started.start()).rejects.toThrow('address already in use');
});
