/** How flags may be written. */
import { expect, test } from 'vitest';
import { parseDuration, parsePairs } from '../../../../cli/input/flags.ts';
import { separateShortFlags } from '../../../../cli/input/short-flags.ts';
import { runProgram } from '../../../../cli/program.ts';
import { createIo } from '../../../support/cli/recorded-io.ts';
import { startFakeApi } from '../../../support/http/fake-api.ts';
import { RECORD } from '../operations.ts';

test.each([
  ['-ojson', '-o json'],
  ['-o=json', '-o json'],
  ['-o json', '-o json'],
  ['--output=json', '--output=json'],
  ['-fcluster.yaml', '-f cluster.yaml'],
  ['-f-', '-f -'],
  ['-f=-x.yaml', '-f -x.yaml'],
  ['-y', '-y'],
  ['-yojson', '-y -o json'],
  ['-y=false', '-y=false'],
  ['-xojson', '-xojson'],
  ['-', '-'],
  ['-1', '-1'],
  ['-- -ojson', '-- -ojson'],
])('short flags: %s is %s', (given, separated) => {
  const flags = { output: { alias: 'o' }, file: { alias: 'f', type: 'string' } } as const;
  const yes = { yes: { alias: 'y', type: 'boolean' } } as const;
  // The same letter can be a switch of another command.
  const follow = { follow: { alias: 'f', type: 'boolean' } } as const;
  const tables = [flags, yes, follow];
  expect(separateShortFlags(given.split(' '), tables).join(' ')).toBe(separated);
});

const CLUSTER = { ...RECORD, id: 'demo', name: 'demo', spec: {} };

test.each(['clusters get demo -ojson', 'clusters get -ojson demo', 'clusters get demo -o=json'])(
  'slipway %s prints JSON',
  async (line) => {
    const api = await startFakeApi();
    api.answers['GET /clusters/demo'] = { status: 200, body: CLUSTER };
    const { io, stdout } = createIo({ env: { SLIPWAY_SERVER: api.url } });
    expect(await runProgram(line.split(' '), io)).toBe(0);
    await api.stop();
    expect(JSON.parse(stdout())).toEqual(CLUSTER);
  },
);

test.each([
  ['90', 90_000],
  ['90s', 90_000],
  ['500ms', 500],
  ['30m', 1_800_000],
  ['1h30m', 5_400_000],
  ['1h30m5s250ms', 5_405_250],
  ['1.5h', 5_400_000],
  ['0.5s', 500],
  ['2d', 172_800_000],
  ['24d20h', 2_145_600_000],
])('the duration %s has %i ms', (text, ms) => {
  expect(parseDuration('timeout', text)).toBe(ms);
});

test.each(['', '0', '0s', '1h30', '1 h', 'h', '-1s', '1w', '1H', '1..5s', '.s', '25d', '99999h'])(
  '"%s" is no duration',
  (text) => {
    expect(() => parseDuration('timeout', text)).toThrow('such as 90s, 30m or 1h30m, not');
  },
);

test.each([
  [['a=b,c=d'], { a: 'b', c: 'd' }],
  [['a=b', 'c=d'], { a: 'b', c: 'd' }],
  [[String.raw`a=b\,c=d,e=`], { a: 'b,c=d', e: '' }],
  [[String.raw`path=C:\x`, 'url=a?b=c'], { path: String.raw`C:\x`, url: 'a?b=c' }],
])('%j are the pairs %j', (values, pairs) => {
  expect(parsePairs('tag', values)).toEqual(pairs);
});

test.each(['a=b,c', 'a=b,', 'a=b, =c'])('%s is refused, because a part has no key', (value) => {
  expect(() => parsePairs('tag', [value])).toThrow(
    `in "${value}" is none. Write a comma inside of a value as \\,`,
  );
});
