/** Runs one Temporal server for all stacks of a group of tests, which saves each of them the start of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { createTemporalPart } from './temporal.ts';

declare module 'vitest' {
  interface ProvidedContext {
    temporalAddress: string | undefined;
    temporalWebUi: string | undefined;
    /** Removed at the end of the run. */
    scratchDirectory: string | undefined;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const scratchDirectory = mkdtempSync(path.join(tmpdir(), 'slipway-tests-'));
  const dataDirectory = mkdtempSync(path.join(scratchDirectory, 'temporal-'));
  const temporal = createTemporalPart(dataDirectory, { TEMPORAL_PORT: '0', TEMPORAL_UI_PORT: '0' });
  await temporal.start();
  const [address, webUi] = temporal.places;
  project.provide('temporalAddress', address);
  project.provide('temporalWebUi', webUi);
  project.provide('scratchDirectory', scratchDirectory);
  return async () => {
    await temporal.kill();
    rmSync(scratchDirectory, { recursive: true, force: true });
  };
}
