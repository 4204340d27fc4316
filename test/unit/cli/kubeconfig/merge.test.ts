import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { mergeKubeconfig } from '../../../../cli/kubeconfig/merge.ts';
import { kubeconfig } from '../../../../providers/kubernetes/kubeconfig.ts';

const clusterAt = (endpoint: string): unknown =>
  JSON.parse(
    kubeconfig({
      name: 'demo',
      endpoint,
      certificateAuthority: 'Q0E=',
      credential: { command: 'node', args: ['token.mjs'] },
    }),
  );
const own = clusterAt('https://127.0.0.1:1');
const DEMO = { server: 'http://localhost:3000', cluster: 'demo' };
const merge = (text: string, cluster: unknown, name: string) =>
  mergeKubeconfig(text, cluster, name, DEMO);

const OTHERS = `# mine
apiVersion: v1
kind: Config
current-context: work
clusters:
  - name: work # the big one
    cluster: { server: https://work.example }
contexts:
  - name: work
    context: { cluster: work, user: me, namespace: blue }
users:
  - name: me
    user: { token: secret }
preferences: { colors: true }
`;

describe('a cluster is added to a kubeconfig', () => {
  test('that does not exist yet', () => {
    expect(parse(merge('', own, 'slipway-demo'))).toMatchObject({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'slipway-demo',
      clusters: [{ name: 'slipway-demo', cluster: { server: 'https://127.0.0.1:1' } }],
      contexts: [
        { name: 'slipway-demo', context: { cluster: 'slipway-demo', user: 'slipway-demo' } },
      ],
      users: [{ name: 'slipway-demo', user: { exec: { command: 'node' } } }],
    });
  });

  test('and everything else stays, with its comments', () => {
    const text = merge(OTHERS, own, 'slipway-demo');
    expect(text).toContain('# mine');
    expect(text).toContain('- name: work # the big one');
    const before = parse(OTHERS) as Record<string, unknown[]>;
    const after = parse(text) as Record<string, unknown[]>;
    for (const list of ['clusters', 'contexts', 'users']) {
      expect(after[list]).toHaveLength(2);
      expect(after[list]?.[0]).toEqual(before[list]?.[0]);
    }
    expect(after).toMatchObject({
      preferences: { colors: true },
      'current-context': 'slipway-demo',
    });
  });

  test('in place of an earlier one of the same name', () => {
    const first = merge(OTHERS, own, 'slipway-demo');
    expect(merge(first, own, 'slipway-demo')).toBe(first);
    const moved = merge(first, clusterAt('https://127.0.0.1:2'), 'slipway-demo');
    expect(moved).toBe(first.replace('127.0.0.1:1', '127.0.0.1:2'));
  });

  test.each(['clusters: []\ncontexts: null\n', 'clusters: []\ncontexts: []\nusers: []\n'])(
    'that has empty lists: %j',
    (text) => {
      const merged = merge(text, own, 'c');
      expect(parse(merged)).toMatchObject({ clusters: [{ name: 'c' }], contexts: [{ name: 'c' }] });
    },
  );

  test.each([
    ['a: [', 'It is not valid YAML'],
    ['- a', 'It is not a kubeconfig'],
    ['text', 'It is not a kubeconfig'],
  ])('but not to %j', (text, message) => {
    expect(() => merge(text, own, 'c')).toThrow(message);
  });
});
