/**
 * `npm run histories` records the histories that are missing in test/replay/histories.
 * `npm run histories -- --only createCluster-succeeded` records one history again.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
const vitest = path.join(process.cwd(), 'node_modules', 'vitest', 'vitest.mjs');
const child = spawn(process.execPath, [vitest, 'run', '--config', 'test/replay/record.config.ts'], {
  env: { ...process.env, SLIPWAY_HISTORIES: (values.only ?? []).join(',') },
  stdio: 'inherit',
});
await once(child, 'exit');
process.exitCode = child.exitCode ?? 1;
