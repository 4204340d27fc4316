/** Installs the completion scripts as docs/cli.md says, and presses Tab in the shells of this machine. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { SHELLS } from '../../cli/commands/completion.ts';
import { openTerminal, type OpenTerminal } from '../../tools/pictures/terminal.ts';
import { startFakeApi, type FakeApi } from '../support/http/fake-api.ts';
import { shows } from '../support/cli/screen.ts';
import { createShell, type Shell } from '../support/cli/shell.ts';

type ShellName = (typeof SHELLS)[number];
const PROMPT = 'ready> ';

/** How each shell starts without personal configuration, and how it loads the script. */
const STARTS: Record<ShellName, { command: readonly [string, ...string[]]; setUp: string }> = {
  bash: { command: ['bash', '--noprofile', '--norc', '-i'], setUp: '. "$SCRIPTS/slipway"' },
  zsh: {
    command: ['zsh', '-f', '-i'],
    setUp: 'fpath=("$SCRIPTS" $fpath); autoload -Uz compinit; compinit -u -D; PROMPT="$PS"',
  },
  fish: {
    command: ['fish', '--no-config', '-i'],
    setUp: 'source $SCRIPTS/slipway.fish; function fish_prompt; echo -n $PS; end',
  },
};
const FILES: Record<ShellName, string> = {
  bash: 'slipway',
  zsh: '_slipway',
  fish: 'slipway.fish',
};

const isThere = (name: string) =>
  (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(path.join(folder, name)));

let api: FakeApi;
let shell: Shell;
let scripts: string;
let terminal: OpenTerminal | undefined;
beforeAll(async () => {
  api = await startFakeApi();
  const items = ['demo', 'production'].map((id) => ({ id }));
  api.answers['GET /clusters'] = { status: 200, body: { items } };
  shell = createShell({ SLIPWAY_SERVER: api.url });
  scripts = path.join(shell.configHome, 'scripts');
  mkdirSync(scripts);
  for (const name of SHELLS) {
    const { output } = await shell.run(`slipway completion ${name}`);
    writeFileSync(path.join(scripts, FILES[name]), output);
  }
});
afterEach(() => terminal?.kill());
afterAll(() => api.stop());

test('bash is installed', () => {
  expect(SHELLS.filter(isThere)).toContain('bash');
});

test.each(SHELLS.filter(isThere))('%s', async (name) => {
  const { command, setUp } = STARTS[name];
  const env = { ...shell.env, SCRIPTS: scripts, PS: PROMPT, PS1: PROMPT };
  terminal = openTerminal({ command, env });
  terminal.type(`${setUp}\r`);
  const line = (text: string) => new RegExp(`^${PROMPT}${text}$`, 'm');
  // A busy shell would read Tab as a letter, so each step waits for the one before.
  await shows(terminal, line(''));
  terminal.type('slipway clus\t');
  await shows(terminal, line('slipway clusters '));
  terminal.type('delete --no-w\t');
  await shows(terminal, line('slipway clusters delete --no-wait '));
  terminal.type('prod\t');
  await shows(terminal, line('slipway clusters delete --no-wait production '));
  // Completion has run no command.
  expect(new Set(api.asked.map(({ method }) => method))).toEqual(new Set(['GET']));
});
