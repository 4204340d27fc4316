/** Measures `npm start` on a machine whose cache has all tools. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startProgram, withoutSettings } from '../service/child.ts';
import { eventually } from '../load/eventually.ts';
import { measured, plain } from '../figures/figure.ts';
import type { Part } from '../part.ts';

const ROUNDS = 3;
const DEADLINE_MS = 90_000;
const API = /API: +http:\S+/;

export const startUp: Part = {
  subject: '`npm start` until everything is ready',
  limitSeconds: 180,
  async run(context) {
    const seconds: number[] = [];
    for (let round = 0; round < context.rounds(ROUNDS); round++) {
      context.report('npm start');
      seconds.push(await startOnce());
    }
    return [
      plain('`npm start` until everything is ready', measured('Slipway', 's', seconds), {
        atMost: 10,
      }),
    ];
  },
};

async function startOnce(): Promise<number> {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'slipway-bench-'));
  const began = performance.now();
  const started = startProgram('npm', ['start'], {
    env: {
      ...withoutSettings(process.env),
      PORT: '0',
      SIMULATOR_PORT: '0',
      TEMPORAL_PORT: '0',
      TEMPORAL_UI_PORT: '0',
      SLIPWAY_DATA_DIR: dataDirectory,
    },
  });
  try {
    let over = false;
    void started.ended.then(
      () => (over = true),
      () => (over = true),
    );
    await eventually(async () => {
      if (over) throw new Error(`npm start ended: ${started.output().slice(-500)}`);
      return API.test(started.output());
    }, DEADLINE_MS);
    return (performance.now() - began) / 1000;
  } finally {
    await started.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  }
}
