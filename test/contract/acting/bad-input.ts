import { describe, expect, test } from 'vitest';
import { expectProblem, type Scene } from './scene.ts';

export function badInput(scene: Scene): void {
  const submits = (): [string, string][] => [
    ['POST', '/clusters'],
    ['POST', '/networks'],
    ['PATCH', '/clusters/demo'],
    ['POST', `/operations/${scene.failed.id}/retry`],
    ['POST', `/operations/${scene.stalled}/cancel`],
    ['POST', '/instance-types:discover'],
  ];
  const json = { 'content-type': 'application/json' };

  describe('bad input', () => {
    test('malformed JSON or query → 400', async () => {
      for (const [method, path] of submits()) {
        const broken = await scene.api.send(method, path, { body: '{"name":', headers: json });
        expectProblem(broken, 400, 'malformed_json');
      }
      for (const [method, path] of [
        ['PATCH', '/clusters/demo'],
        ['DELETE', '/clusters/demo'],
        ['DELETE', '/networks/ground'],
        ['POST', `/operations/${scene.failed.id}/retry`],
        ['POST', '/clusters/demo:recover'],
        ['POST', '/instance-types:discover'],
      ] as const) {
        for (const query of ['validateOnly=maybe', 'validateOnly=', 'colour=red']) {
          const body = method === 'DELETE' ? {} : { body: {} };
          expectProblem(
            await scene.api.send(method, `${path}?${query}`, body),
            400,
            'invalid_query',
          );
        }
      }
    });

    test('a body that does not fit the schema → 422 with every problem at once', async () => {
      const rows: [string, string, object, string[]][] = [
        ['POST', '/networks', { name: 'X', region: 'mars-1', a: 1 }, ['/a', '/name', '/region']],
        [
          'POST',
          '/networks',
          { name: 'x', aws: { flowLogBucketArn: 'arn:aws:s3:::bucket' } },
          ['/aws'],
        ],
        ['POST', '/clusters', { name: 'x', aws: { endpointAccess: 'private' } }, ['/aws']],
        [
          'PATCH',
          '/clusters/demo',
          { karpenter: 'yes', tags: { a: 1 }, colour: 'red' },
          ['/colour', '/karpenter', '/tags/a'],
        ],
        ['POST', `/operations/${scene.failed.id}/retry`, { now: true, a: 1 }, ['/a', '/now']],
        ['POST', `/operations/${scene.stalled}/cancel`, { reason: 7, a: 1 }, ['/a', '/reason']],
      ];
      for (const [method, path, body, pointers] of rows) {
        const answer = await scene.api.send(method, path, { body });
        const { errors = [], fieldErrors } = expectProblem(answer, 422, 'invalid_request');
        expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual(pointers);
        expect(Object.keys(fieldErrors ?? {})).toHaveLength(pointers.length);
      }
    });

    test('too large: 413, wrong media type: 415', async () => {
      for (const [method, path] of submits()) {
        const large = { name: 'a'.repeat(300_000) };
        expectProblem(
          await scene.api.send(method, path, { body: large }),
          413,
          'payload_too_large',
        );
        for (const type of ['text/plain', 'application/xml', 'application/json-patch+json']) {
          const answer = await scene.api.send(method, path, {
            body: '{}',
            headers: { 'content-type': type },
          });
          expectProblem(answer, 415, 'unsupported_media_type');
        }
      }
    });
  });
}
