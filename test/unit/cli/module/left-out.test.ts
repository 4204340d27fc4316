/** Which files of a directory `--dir` leaves out, and why. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findModule } from '../../../../cli/module/find-module.ts';

function directoryOf(files: Record<string, string>): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'slipway-left-out-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    writeFileSync(path.join(directory, name), text);
  }
  return directory;
}

const EMPTY = (names: string) => Object.fromEntries(names.split(' ').map((name) => [name, '']));

function found(directory: string) {
  const { files, leftOut } = findModule(directory);
  return { files: [...files.keys()].join(' '), ...Object.fromEntries(leftOut) };
}

test('everything is uploaded but git, the files of the engine, and states', () => {
  const files = EMPTY(
    'main.tf a/lambda.zip prod.auto.tfvars .terraform.lock.hcl .tool/config docs/terraform.md',
  );
  const others = EMPTY(
    '.git/HEAD .terraform/x.tf a/.terraform/x terraform.d/plugins/x terraform.tfstate terraform.tfstate.d/prod/terraform.tfstate .terraform.tfstate.lock.info a/b.tfstate.backup errored.tfstate terraform.tfstate-old',
  );
  expect(found(directoryOf({ ...files, ...others }))).toEqual({
    files: Object.keys(files).toSorted().join(' '),
    ignored: ['.git/'],
    engine: ['.terraform/', 'a/.terraform/', 'terraform.d/'],
    state: [
      '.terraform.tfstate.lock.info',
      'a/b.tfstate.backup',
      'errored.tfstate',
      'terraform.tfstate',
      'terraform.tfstate-old',
      'terraform.tfstate.d/',
    ],
  });
});

test.each<[rules: string, leftOut: string[]]>([
  ['*.zip', ['a.zip', 'x/a.zip', 'x/y/a.zip']],
  ['/a.zip', ['a.zip']],
  ['x/a.zip', ['x/a.zip']],
  ['x/', ['x/']],
  ['a.zip/', []],
  ['x/**/a.zip', ['x/a.zip', 'x/y/a.zip']],
  ['**/y', ['x/y/']],
  ['x/*\n!x/y', ['x/a.zip']],
  ['*.zip\n!x/**', ['a.zip']],
  ['!a.zip\n*.zip', ['a.zip', 'x/a.zip', 'x/y/a.zip']],
  // A file in a folder that is left out cannot be brought back, as in git.
  ['x\n!x/a.zip', ['x/']],
  ['# a.zip\r\n\r\n  \r\nx/y/a.zip\r\n', ['x/y/a.zip']],
  ['\\#b', ['#b']],
  ['\\!c', ['!c']],
  ['d\\ ', ['d ']],
  ['A.ZIP', []],
  ['[', []],
  ['/', []],
])('the rules %j leave out %j, in each place of rules', (rules, leftOut) => {
  const names = ['main.tf', 'a.zip', 'x/a.zip', 'x/y/a.zip', '#b', '!c', 'd '];
  const files = Object.fromEntries(names.map((name) => [name, '']));
  const wanted = leftOut.toSorted();
  expect(leftOutOf(directoryOf({ ...files, '.terraformignore': rules }))).toEqual(wanted);
  expect(leftOutOf(directoryOf({ ...files, '.gitignore': rules }))).toEqual(wanted);

  // The same rules in a folder, whose name has characters with a meaning in rules.
  const folder = 'sub [1] *!#';
  const nested = Object.entries({ ...files, '.gitignore': rules });
  const inFolder = Object.fromEntries(nested.map(([name, text]) => [`${folder}/${name}`, text]));
  expect(leftOutOf(directoryOf({ ...files, ...inFolder }))).toEqual(
    wanted.map((name) => `${folder}/${name}`),
  );
});

function leftOutOf(directory: string): string[] {
  return [...findModule(directory).leftOut.values()].flat().toSorted();
}

test('.terraformignore wins over .gitignore, and a deeper .gitignore over one above it', () => {
  const directory = directoryOf({
    ...EMPTY('main.tf a.zip b.zip x/a.zip x/b.zip y/a.zip dist/out.js'),
    '.gitignore': '*.zip\ndist/\n',
    'x/.gitignore': '!b.zip\n',
    '.terraformignore': '!/a.zip\n!dist/\ny\n.gitignore\n.terraformignore\n',
  });
  expect(found(directory)).toEqual({
    files: 'a.zip dist/out.js main.tf x/b.zip',
    ignored: ['.gitignore', '.terraformignore', 'b.zip', 'x/.gitignore', 'x/a.zip', 'y/'],
  });
});

test('the rules of a .gitignore above the module count in the same repository', () => {
  const repository = directoryOf({
    ...EMPTY(
      '.git/HEAD infra/main.tf infra/secret.txt infra/x/secret.txt build/main.tf build/a.txt',
    ),
    '.gitignore': 'secret.txt\n!/infra/x/secret.txt\n/build\n*.txt~\n',
  });
  expect(found(path.join(repository, 'infra'))).toEqual({
    files: 'main.tf x/secret.txt',
    ignored: ['secret.txt'],
  });
  // The repository ignores this module as a whole.
  expect(found(path.join(repository, 'build'))).toEqual({ files: 'a.txt main.tf' });
});

test('defaults can be brought back, states and files of the engine cannot', () => {
  const directory = directoryOf({
    ...EMPTY('main.tf .git/HEAD .terraform/x terraform.tfstate'),
    '.terraformignore': '!.git\n!.terraform\n!terraform.tfstate\n.terraformignore',
  });
  expect(found(directory)).toEqual({
    files: '.git/HEAD main.tf',
    ignored: ['.terraformignore'],
    engine: ['.terraform/'],
    state: ['terraform.tfstate'],
  });
});

test('links are left out like their targets, and links that are left out are not followed', () => {
  const directory = directoryOf({
    ...EMPTY('main.tf terraform.tfstate private/key.txt real/a.txt real/b.txt'),
    '.terraformignore': 'private\n/real/b.txt\noutside/\ngone\n.terraformignore\n',
  });
  const links = {
    'state.txt': 'terraform.tfstate',
    'key.txt': 'private/key.txt',
    other: 'private',
    alias: 'real',
    outside: '/etc',
    gone: 'missing',
  };
  for (const [name, target] of Object.entries(links)) {
    symlinkSync(target, path.join(directory, name));
  }
  expect(found(directory)).toEqual({
    files: 'alias/a.txt main.tf real/a.txt',
    ignored: [
      '.terraformignore',
      'alias/b.txt',
      'gone',
      'key.txt',
      'other',
      'outside',
      'private/',
      'real/b.txt',
    ],
    state: ['state.txt', 'terraform.tfstate'],
  });
});

test('a directory whose module files are all left out says so', () => {
  const directory = directoryOf({ 'main.tf': '', '.gitignore': '*.tf' });
  expect(() => findModule(directory)).toThrow(
    'has no .tf or .tofu file that .gitignore or .terraformignore does not leave out.',
  );
  expect(() => findModule(directoryOf({ 'readme.md': '' }))).toThrow('has no .tf or .tofu file.');
});
