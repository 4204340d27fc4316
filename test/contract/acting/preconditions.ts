import { describe, expect, test } from 'vitest';
import { expectStatus } from '../../support/http/http.ts';
import { clusterAt, operationOf } from '../world.ts';
import { make, expectProblem, type Scene } from './scene.ts';

const ifMatch = (value: string) => ({ headers: { 'If-Match': value } });

export function preconditions(scene: Scene): void {
  async function tagOf(path: string): Promise<string> {
    return (await scene.api.get(path)).headers['etag'] ?? '';
  }

  describe.concurrent('If-Match on PATCH and DELETE', () => {
    test('with the ETag of a GET: 202; → 412 when it changed', async () => {
      const { api, other, stack } = scene;
      await make(scene, 'matched');
      const old = await tagOf('/clusters/matched');
      const patch = { displayName: 'Matched' };
      const changed = operationOf(await other.patch('/clusters/matched', patch, ifMatch(old)), 202);
      await stack.succeeded(changed.id);
      const now = await tagOf('/clusters/matched');
      expect(now).not.toBe(old);
      const late = [
        await api.patch('/clusters/matched', { displayName: 'Late' }, ifMatch(old)),
        await api.patch('/clusters/matched?validateOnly=true', {}, ifMatch(old)),
        await api.delete('/clusters/matched', ifMatch(old)),
        await api.delete('/clusters/matched?validateOnly=true', ifMatch(old)),
      ];
      for (const answer of late) expectProblem(answer, 412, 'precondition_failed');
      expect(await clusterAt(api, '/clusters/matched')).toMatchObject({
        spec: patch,
        operationId: changed.id,
      });
      expect(await tagOf('/clusters/matched')).toBe(now);
      const gone = operationOf(await api.delete('/clusters/matched', ifMatch(now)), 202);
      await stack.succeeded(gone.id);
      expectStatus(await api.delete('/clusters/matched', ifMatch(now)), 404);
    });

    test('understands the forms of a tag that proxies make, and * matches any existing resource', async () => {
      const tag = await tagOf('/clusters/demo');
      const rows: [string, number][] = [
        [tag, 200],
        ['*', 200],
        [`"other", ${tag}`, 200],
        [`W/${tag}`, 200],
        [`"other",W/${tag}`, 200],
        [tag.replace(/"$/, '-gzip"'), 200],
        ['W/"other"', 412],
        ['"other"', 412],
        [tag.replaceAll('"', ''), 412],
        ['', 412],
      ];
      for (const [value, status] of rows) {
        const rehearsal = '/clusters/demo?validateOnly=true';
        const patched = await scene.api.patch(rehearsal, {}, ifMatch(value));
        const removed = await scene.api.delete(rehearsal, ifMatch(value));
        expect({ value, answers: [patched.status, removed.status] }).toEqual({
          value,
          answers: [status, status],
        });
      }
      expectStatus(await scene.api.patch('/clusters/nobody', {}, ifMatch('*')), 404);
    });

    test('the same for networks', async () => {
      const answer = await scene.api.delete('/networks/ground', ifMatch('"other"'));
      expectProblem(answer, 412, 'precondition_failed');
    });
  });
}
