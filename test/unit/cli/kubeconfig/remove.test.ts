import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { mergeKubeconfig } from '../../../../cli/kubeconfig/merge.ts';
import { contextsOf, removeFromKubeconfig } from '../../../../cli/kubeconfig/remove.ts';

const OTHERS = `# mine
apiVersion: v1
kind: Config
clusters:
  - name: work # the big one
    cluster: { server: https://work.example }
contexts:
  - name: work
    context: { cluster: work, user: me }
users:
  - name: me
    user: { token: secret }
`;
const OWN = {
  clusters: [{ cluster: { server: 'https://127.0.0.1:1' } }],
  users: [{ user: { exec: { command: 'node' } } }],
};
const DEMO = { server: 'http://localhost:3000', cluster: 'demo' };
const ELSEWHERE = { server: 'https://slipway.example', cluster: 'demo' };

const added = (text: string, name: string, origin = DEMO) =>
  mergeKubeconfig(text, OWN, name, origin);

test('what was added is removed, and everything else stays with its comments', () => {
  const { text, removed } = removeFromKubeconfig(added(OTHERS, 'slipway-demo'), DEMO);
  expect(removed).toEqual(['slipway-demo']);
  expect(parse(text)).toEqual(parse(OTHERS));
  expect(text).toContain('- name: work # the big one');
});

test('all contexts of a cluster are removed, but none of its namesake at another server', () => {
  const both = added(added(added('', 'a'), 'b'), 'c', ELSEWHERE);
  const { text, removed } = removeFromKubeconfig(both, DEMO);
  expect(removed).toEqual(['a', 'b']);
  expect(parse(text)).toMatchObject({
    'current-context': 'c',
    clusters: [{ name: 'c' }],
    contexts: [{ name: 'c' }],
    users: [{ name: 'c' }],
  });
});

test('a cluster and a user that another context uses stay', () => {
  const text = added(OTHERS, 'slipway-demo').replace('user: me', 'user: slipway-demo');
  const left = parse(removeFromKubeconfig(text, DEMO).text) as Record<string, { name: string }[]>;
  expect(left['users']?.map(({ name }) => name)).toEqual(['me', 'slipway-demo']);
  expect(left['clusters']?.map(({ name }) => name)).toEqual(['work']);
});

test('a context can be named, whatever its server is, but only one of Slipway', () => {
  const both = added(added(OTHERS, 'a'), 'c', ELSEWHERE);
  expect(removeFromKubeconfig(both, DEMO, 'c').removed).toEqual(['c']);
  expect(() => removeFromKubeconfig(both, DEMO, 'work')).toThrow(
    'It has no context "work" from Slipway. Contexts from Slipway: a, c.',
  );
  expect(() => removeFromKubeconfig(OTHERS, DEMO)).toThrow(
    'It has no context of cluster demo at http://localhost:3000.',
  );
  expect(() => removeFromKubeconfig('a: [', DEMO)).toThrow('It is not valid YAML');
});

test('the contexts of a cluster are found in a file; one that cannot be read has none', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'slipway-kubeconfig-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'config');
  expect(await contextsOf(file, DEMO)).toEqual([]);
  writeFileSync(file, added(added(OTHERS, 'slipway-demo'), 'c', ELSEWHERE));
  expect(await contextsOf(file, DEMO)).toEqual(['slipway-demo']);
  writeFileSync(file, 'a: [');
  expect(await contextsOf(file, DEMO)).toEqual([]);
});
