/** The command line in the test's process, with a server of scripted responses that each test fills anew. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { runProgram } from '../../../cli/program.ts';
import type { ExitCode } from '../../../cli/exit.ts';
import { startFakeApi, type FakeApi } from '../http/fake-api.ts';
import { createIo } from './recorded-io.ts';

export interface AgainstFakeApi {
  readonly api: FakeApi;
  /** Runs the command line of these words. Throws what the command throws. */
  slipway(
    line: string,
    input?: string,
    env?: Record<string, string>,
  ): Promise<{ code: ExitCode; stdout: string; stderr: string }>;
}

/** Starts the server before the tests of the file, and stops it after them. */
export function againstFakeApi(): AgainstFakeApi {
  let api: FakeApi | undefined;
  const started = () => {
    if (api === undefined) throw new Error('the server starts before the first test');
    return api;
  };
  beforeAll(async () => {
    api = await startFakeApi();
  });
  afterAll(() => started().stop());
  beforeEach(() => {
    started().asked.length = 0;
    started().answers = {};
  });
  return {
    get api() {
      return started();
    },
    async slipway(line, input = '', env = {}) {
      const recorded = createIo({ input, env: { SLIPWAY_SERVER: started().url, ...env } });
      const code = await runProgram(line.split(' '), recorded.io);
      return { code, stdout: recorded.stdout(), stderr: recorded.stderr() };
    },
  };
}
