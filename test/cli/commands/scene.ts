/** One stack for all tests of the commands, and the ways to run a command against it. */
import { beforeAll, expect } from 'vitest';
import { createCli, type Cli, type Ran } from '../../support/cli/cli.ts';
import { createHold, type Hold } from '../../support/faults/hold.ts';
import { startStack, type Stack } from '../../support/stack/stack.ts';

export interface Scene {
  stack: Stack;
  hold: Hold;
  cli: Cli;
  /** Runs a command line without quotes, and fails unless it ends with `code`, by default 0. */
  slipway(line: string, code?: number, input?: string): Promise<Ran>;
  /** The same with the program, in a pipe. */
  piped(line: string, code?: number, input?: string): Promise<Ran>;
}

export const ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** The stack is there before the file's first test. The first tests create network `base`, which stays. */
export function startScene(): Scene {
  const hold = createHold();
  const scene = { hold } as Scene;
  const cli = createCli(() => scene.stack.api.url);
  beforeAll(async () => {
    scene.stack = await startStack(hold.options);
  });
  const expecting =
    (run: Cli['run']): Scene['slipway'] =>
    async (line, code = 0, input = '') => {
      const ran = await run(line.split(' '), { input });
      expect(ran.code, `${line}\n${ran.stdout}${ran.stderr}`).toBe(code);
      return ran;
    };
  return Object.assign(scene, {
    cli,
    slipway: expecting(cli.run),
    piped: expecting((args, options) => cli.start(args, options).ended),
  });
}
