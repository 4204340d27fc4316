import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { changeFile, kubeconfigFile } from '../../../../cli/kubeconfig/file.ts';

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'slipway-kubeconfig-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const modeOf = (file: string) => statSync(file).mode & 0o777;

test('the file is the one that kubectl changes', () => {
  expect(kubeconfigFile({ HOME: '/home/me' })).toBe('/home/me/.kube/config');
  expect(kubeconfigFile({ HOME: '/home/me', KUBECONFIG: ':/a/b:/c' })).toBe('/a/b');
});

test('a new file is readable only by its user, and its folders are made', async () => {
  const file = path.join(folder(), 'a', 'config');
  await changeFile(file, (text) => `${text}new`);
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(modeOf(file)).toBe(0o600);
  expect(readdirSync(path.dirname(file))).toEqual(['config']);
});

test('a link stays a link, and permissions stay', async () => {
  const here = folder();
  const target = path.join(here, 'target');
  writeFileSync(target, 'old', { mode: 0o640 });
  symlinkSync('target', path.join(here, 'config'));
  await changeFile(path.join(here, 'config'), (text) => `${text} and new`);
  expect(readFileSync(target, 'utf8')).toBe('old and new');
  expect(modeOf(target)).toBe(0o640);
  expect(readdirSync(here).toSorted()).toEqual(['config', 'target']);
});

test('nothing changes if the change fails, or while kubectl holds its lock', async () => {
  const here = folder();
  const file = path.join(here, 'config');
  writeFileSync(file, 'old');
  const refuse = (): string => {
    throw new Error('no');
  };
  await expect(changeFile(file, refuse)).rejects.toThrow('no');
  expect(readdirSync(here)).toEqual(['config']);

  writeFileSync(`${file}.lock`, '');
  await expect(changeFile(file, () => 'new')).rejects.toThrow(/Another program changes/);
  expect(readFileSync(file, 'utf8')).toBe('old');
});
