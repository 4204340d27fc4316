/** No message of the service reaches users of the command line in the words of HTTP. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { inCommands } from '../../../../cli/output/request-words.ts';
import { readSources } from '../../../../tools/verify/sources.ts';

test.each([
  ['If you are sure, send force: true.', 'If you are sure, add --force.'],
  [
    'is not stored; GET /deployments/web/state/versions lists the versions',
    'is not stored; `slipway deployments state list web` lists the versions',
  ],
  [
    'Its state is kept for 30 days: GET /state-files/9f86/download',
    'Its state is kept for 30 days: slipway deployments state file 9f86',
  ],
  [
    'To delete it, first set deletionProtection to false.',
    'To delete it, first update it with --no-deletion-protection.',
  ],
  ['Check `source.git.ref`, then `source.git.url`.', 'Check --ref, then --git.'],
  [
    'Name a secret in `credentials`, under the host.',
    'Name a secret with --credential, under the host.',
  ],
  ['nothing of this kind', 'nothing of this kind'],
])('%s', (message, said) => {
  expect(inCommands(message)).toBe(said);
});

const FOLDERS = /^(?:operations|workflows|activities|deployments|forges)\//;
/** A text with a request, a field of a request, or a method. */
const REQUEST = /\b(?:GET|PUT|POST|PATCH|DELETE) \/|with PATCH|force: true|deletionProtection to/;

test('every message that names a request has words of its own', async () => {
  const sources = await readSources(path.resolve(import.meta.dirname, '../../../..'));
  const messages = [...sources]
    .filter(([file]) => FOLDERS.test(file))
    .flatMap(([, text]) => text.match(/`[^`\n]*`|'[^'\n]*'/g) ?? [])
    .map((text) => text.slice(1, -1).replaceAll(/\$\{[^}]*\}/g, 'x'))
    // A description for Temporal's Web UI names a route of the API.
    .filter((text) => REQUEST.test(text) && !text.includes('{id}'));
  expect(messages.length).toBeGreaterThan(5);
  expect(messages.filter((text) => REQUEST.test(inCommands(text)))).toEqual([]);
});
