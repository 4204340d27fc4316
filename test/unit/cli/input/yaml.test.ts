/** What the command line writes as YAML is read alike by readers of YAML 1.1 and 1.2. */
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { kubeconfigText } from '../../../../api/routes/kubeconfig.ts';
import { formatData } from '../../../../cli/output/data.ts';

const WORDS = ['no', 'No', 'NO', 'yes', 'on', 'off', 'y', 'N', 'true', 'null', '~', '', '=', '<<'];
const NUMBERS = ['1_000', '0o7', '012', '08', '0x1F', '0b101', '1e3', '+1', '1.33', '.5', '.inf'];
const TIMES = ['12:30:00', '1:30', '2026-11-29', '2001-1-1', '2026-11-29T10:00:00Z'];
const SIGNS = ['-', '?', ':', 'a: b', '#a', ' a', 'a ', '@a', '!a', '---', '\ufeff', '\u2028'];

test.each([...WORDS, ...NUMBERS, ...TIMES, ...SIGNS])('YAML keeps the text %j', async (word) => {
  const value = { text: word, list: [word], [word]: word };
  const text = await formatData('yaml', value);
  for (const version of ['1.1', '1.2'] as const) {
    expect(parse(text, { version })).toEqual(value);
  }
});

// Not every reader of YAML 1.1 takes the same text for something else.
test.each([...WORDS, ...NUMBERS, ...TIMES])('YAML quotes %j', async (word) => {
  expect(await formatData('yaml', { text: word })).toBe(`text: ${JSON.stringify(word)}\n`);
});

test('text that no reader takes for something else has no quotes', async () => {
  expect(await formatData('yaml', { name: 'demo', size: 3, yes: 'a b' })).toBe(
    'name: demo\nsize: 3\n"yes": a b\n',
  );
});

test.each(['no', 'y', '123', '1e3', '012', '2026-11-29'])(
  'a kubeconfig for the cluster %s is read by kubectl',
  (name) => {
    const config = { 'current-context': name, clusters: [{ name, cluster: {} }] };
    expect(parse(kubeconfigText(config), { version: '1.1' })).toEqual(config);
    expect(kubeconfigText(config)).toContain(`current-context: "${name}"\n`);
  },
);
