import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { configPaths, readProfile } from '../../../cli/session/config-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'slipway-xdg-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(home: string, text: string): string {
  mkdirSync(path.join(folder, home, 'slipway'), { recursive: true });
  writeFileSync(path.join(folder, home, 'slipway', 'config.yaml'), text);
  return path.join(folder, home);
}

test('the paths are those of the XDG base directory specification', () => {
  const at = (env: NodeJS.ProcessEnv) =>
    configPaths(env).map((it) => it.replace('/slipway/config.yaml', ''));
  expect(at({ HOME: '/home/me' })).toEqual(['/home/me/.config', '/etc/xdg']);
  expect(at({ HOME: '/home/me', XDG_CONFIG_HOME: '/c', XDG_CONFIG_DIRS: '/a:/b' })).toEqual([
    '/c',
    '/a',
    '/b',
  ]);
  // Relative paths are to be ignored, and an empty value counts as not set.
  expect(at({ HOME: '/home/me', XDG_CONFIG_HOME: 'c', XDG_CONFIG_DIRS: '' })).toEqual([
    '/home/me/.config',
    '/etc/xdg',
  ]);
});

test("the user's file has priority over the shared one", async () => {
  const shared = write('shared', 'profile: work\nprofiles: {work: {server: "https://shared"}}');
  const env = { XDG_CONFIG_HOME: path.join(folder, 'none'), XDG_CONFIG_DIRS: shared };
  expect(await readProfile(env, undefined)).toEqual({ server: 'https://shared' });
  const own = write('own', 'profiles: {work: {server: "https://own", output: json}}');
  const both = { ...env, XDG_CONFIG_HOME: own };
  expect(await readProfile(both, 'work')).toEqual({ server: 'https://own', output: 'json' });
  expect(await readProfile(both, undefined)).toEqual({});
});

test.each([
  ['profiles: [', 'config.yaml, line 1, column 12: Flow sequence'],
  ['profile: a\n---\nprofile: b', 'line 3, column 1: another document begins'],
  ['profile: !vault a', 'line 1, column 17: the tag !vault is unknown'],
  ['profile: \u0000', 'U+0000 at line 1, column 10'],
  ['profiles: {work: {server: nowhere}}', 'server'],
  ['profiles: {work: {colour: red}}', 'colour'],
  ['profile: gone', 'Profile "gone" was not found'],
])('refuses %s', async (text, said) => {
  const env = { XDG_CONFIG_HOME: write('bad', text), XDG_CONFIG_DIRS: folder };
  await expect(readProfile(env, undefined)).rejects.toThrow(said);
});
