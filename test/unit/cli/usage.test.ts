import { afterEach, expect, test, vi } from 'vitest';
import { UsageError } from '../../../cli/exit.ts';
import { runProgram } from '../../../cli/program.ts';
import { createIo } from '../../support/cli/recorded-io.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test.each([
  ['', 'say what to do'],
  ['clusters', 'say what to do with clusters'],
  ['clusters get', 'something is missing'],
  ['clusters frob', 'unknown: frob'],
  ['clusters list --bogus', 'unknown: bogus'],
  ['clusters list -o xml', 'Choices'],
  ['clusters list --limit many', '--limit takes a whole number'],
  ['clusters list --server localhost', 'must be a URL'],
  ['clusters list --server http://a --server http://b', 'given twice'],
  ['clusters create', 'needs a name'],
  ['clusters create demo --timeout soon', '--timeout takes a duration'],
  ['clusters create demo --tag blue', '--tag takes KEY=VALUE'],
  ['clusters create demo --node-group name=a,size=3', 'not "size"'],
  ['clusters create -f /does/not/exist', 'cannot read'],
  ['clusters list --profile work', 'no profile "work"'],
  ['networks delete base', '--yes'],
  ['deployments delete web', '--yes'],
  ['deployments create web', 'needs a module: --dir DIR'],
  ['deployments create web --dir /does/not/exist', 'cannot read'],
  ['deployments create web --dir test/unit/cli', 'has no .tf file'],
  ['deployments create web --var size', '--var takes KEY=VALUE'],
  ['deployments create web --var zones=[a', 'begins like JSON and is none'],
  ['deployments create web --validate-only', 'unknown: validate-only'],
  ['deployments list --region here', 'unknown: region'],
  ['deployments update web', 'nothing to change'],
  ['operations confirm', 'something is missing'],
  ['connections delete blue', '--yes'],
  ['connections create', 'needs a name'],
  ['clusters kubeconfig', 'something is missing'],
])('usage: slipway %s', async (line, said) => {
  await expect(runProgram(line.split(' ').filter(Boolean), createIo().io)).rejects.toThrow(said);
});

test.each(['- [', '[1, 2]', 'just text'])('a spec that is none: %s', async (input) => {
  const create = runProgram(['clusters', 'create', '-f', '-'], createIo({ input }).io);
  await expect(create).rejects.toBeInstanceOf(UsageError);
});

test.each([
  ['--help', 'slipway operations'],
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
  expect(await runProgram(line.split(' '), createIo().io)).toBe(0);
  expect(log.mock.calls.join()).toContain(said);
});
