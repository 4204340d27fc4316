import { afterEach, expect, test, vi } from 'vitest';
import { UsageError } from '../../../cli/exit.ts';
import { failureOf } from '../../../cli/failure.ts';
import { commandOf, runProgram } from '../../../cli/program.ts';
import { createIo } from '../../support/cli/recorded-io.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test.each([
  ['clusters get', '<name> is missing: slipway clusters get <name>'],
  ['deployments state push', '<name> and <file> are missing'],
  ['clusters get one two', '"two" is one argument too many'],
  ['clusters frob', '"frob" is not a command of "slipway clusters".'],
  ['clustrs list', '"clustrs" is not a command of "slipway". Did you mean "slipway clusters"?'],
  ['clusters creat demo', 'Did you mean "slipway clusters create"?'],
  [
    'clusters create demo --version 1.33',
    '--version is not an option of "slipway clusters create". Did you mean "--kubernetes-version"?',
  ],
  ['clusters list --bogus', '--bogus is not an option of "slipway clusters list".'],
  ['clusters list --regoin eu', 'Did you mean "--region"?'],
  ['clusters create demo --no-karpentr', '--no-karpentr is not an option'],
  ['clusters list -x', '-x is not an option'],
  ['clusters create demo --tag', '--tag needs a value. KEY=VALUE'],
  ['clusters create demo --tag --no-wait', '--tag needs a value'],
  ['clusters create demo -f', '--file needs a value'],
  ['operations get 1 --output', '--output needs a value. One of table, wide, json'],
  ['clusters list -o xml', 'Choices'],
  ['clusters list --limit many', '--limit takes a whole number'],
  ['clusters list --server localhost', 'must be a URL'],
  ['clusters list --server http://a --server http://b', 'given twice'],
  ['clusters create', 'needs a name'],
  ['clusters create demo --timeout soon', '--timeout takes a duration'],
  ['clusters create demo --tag blue', '--tag takes KEY=VALUE'],
  ['clusters create demo --node-group name=a,size=3', 'not "size"'],
  ['clusters create -f /does/not/exist', 'cannot be read'],
  ['clusters list --profile work', '"work" was not found'],
  ['networks delete base', '--yes'],
  ['deployments delete web', '--yes'],
  ['deployments create web', 'needs a module: --dir DIR'],
  ['deployments create web --dir /does/not/exist', 'cannot be read'],
  ['deployments create web --dir test/unit/cli', 'has no .tf or .tofu file'],
  ['deployments create web --var size', '--var takes KEY=VALUE'],
  ['deployments create web --var zones=[a', 'not valid JSON'],
  ['deployments list --provider aws', '--provider is not an option'],
  ['deployments list --region here', '--region is not an option'],
  ['deployments update web', 'nothing to change'],
  ['operations confirm', '<id> is missing'],
  ['connections delete blue', '--yes'],
  ['connections create', 'needs a name'],
  ['clusters kubeconfig', '<name> is missing'],
])('usage: slipway %s', async (line, said) => {
  await expect(runProgram(line.split(' ').filter(Boolean), createIo().io)).rejects.toThrow(said);
});

test.each([
  ['deployments state push web', 'deployments state push'],
  ['deployments state', 'deployments state'],
  ['--server http://127.0.0.1:1 op cancel', 'operations cancel'],
  ['clusters frob', 'clusters'],
  ['', ''],
])('slipway %s: a usage error refers to the help of its own command', (line, command) => {
  const words = commandOf(line.split(' ').filter(Boolean));
  const { lines } = failureOf(new UsageError('It is wrong.'), words);
  expect(lines.at(-1)).toBe(
    ['For usage, run: slipway', command, '--help'].filter(Boolean).join(' '),
  );
});

test.each([
  [
    'clusters create -f /does/not/exist',
    'File /does/not/exist cannot be read: no such file or directory',
  ],
  [
    'deployments create web --dir /does/not/exist',
    'Directory /does/not/exist cannot be read: no such file or directory',
  ],
  ['clusters create -f test', 'File test cannot be read: illegal operation on a directory'],
])('slipway %s names the path once', async (line, message) => {
  const error: unknown = await runProgram(line.split(' '), createIo().io).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toEqual(new UsageError(message));
});

test.each(['- [', '[1, 2]', 'just text'])('refuses a file without an object: %s', async (input) => {
  const create = runProgram(['clusters', 'create', '-f', '-'], createIo({ input }).io);
  await expect(create).rejects.toBeInstanceOf(UsageError);
});

test.each([
  ['--help', 'slipway operations'],
  ['', 'slipway operations'],
  ['help', 'slipway operations'],
  ['clusters', 'slipway clusters create'],
  ['help clusters', 'slipway clusters create'],
  ['help clusters create', 'Examples:'],
  ['clusters get --help', 'slipway clusters get'],
  ['clusters --help', 'slipway clusters create'],
  ['clusters create --help', 'Examples:'],
  ['clusters update --help', 'Examples:'],
  ['clusters list --help', 'Examples:'],
  ['clusters get --help', 'Examples:'],
  ['clusters delete --help', 'Examples:'],
  ['clusters kubeconfig --help', 'Examples:'],
  ['connections create --help', 'Examples:'],
  ['connections delete --help', 'Examples:'],
  ['instance-types discover --help', 'Examples:'],
  ['operations list --help', 'Examples:'],
  ['operations get --help', 'Examples:'],
  ['operations watch --help', 'Examples:'],
  ['operations cancel --help', 'Examples:'],
  ['operations confirm --help', 'Examples:'],
  ['operations discard --help', 'Examples:'],
  ['deployments create --help', 'Examples:'],
  ['deployments update --help', 'Examples:'],
  ['deployments outputs --help', 'Examples:'],
  ['operations retry --help', 'Examples:'],
  ['dev --help', 'Examples:'],
  ['completion --help', 'Examples:'],
])('slipway %s', async (line, said) => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  expect(await runProgram(line.split(' ').filter(Boolean), createIo().io)).toBe(0);
  expect(log.mock.calls.join()).toContain(said);
});
