import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  handClock,
  refusalOf,
  startSimulator,
  temporaryDirectory,
  viewOf,
} from './running-simulator.ts';

const journalIn = (dataDir: string) => path.join(dataDir, 'simulator', 'journal.jsonl');

/** Starts simulators, one after the other, with the same directory and clock. */
function lives() {
  const dataDir = temporaryDirectory();
  const clock = handClock();
  return { dataDir, clock, start: () => startSimulator({ dataDir, clock: clock.now }) };
}

describe('a restart', () => {
  test('restores every resource, and its time goes on', async () => {
    const { clock, start } = lives();
    const first = await start();
    const tags = { 'slipway:uid': 'u' };
    const vpc = viewOf(await first.create({ type: 'vpc', clientToken: 'v', tags }), 201);
    const queue = viewOf(await first.create({ type: 'queue', clientToken: 'q' }), 201);
    const references = [vpc.id];
    const subnet = viewOf(await first.create({ type: 'subnet', references, tags }), 201);
    clock.advance(60_000);
    await first.send('PATCH', `/resources/${subnet.id}`, { properties: { a: 1 } });
    await first.remove(queue.id);
    await first.send('PUT', '/inspect/quotas', { type: 'vpc', limit: 1 });
    await first.send('PUT', '/inspect/throttle', { requestsPerSecond: 1, burst: 9 });
    const before = await first.inspect();
    await first.stop();

    const second = await start();
    expect(await second.inspect()).toEqual(before);
    expect(before.map((it) => it.state)).toEqual(['available', 'deleting', 'updating']);
    clock.advance(60_000);
    expect((await second.inspect()).map((it) => it.state)).toEqual(['available', 'available']);
    const replay = await second.create({ type: 'queue', clientToken: 'q' });
    expect(viewOf(replay, 200)).toMatchObject({ id: queue.id, state: 'deleted' });
    expect(refusalOf(await second.remove(vpc.id)).code).toBe('DependencyViolation');
    expect(refusalOf(await second.create({ type: 'vpc' })).code).toBe('VpcLimitExceeded');
    const found = await second.send('GET', '/resources?tag.slipway:uid=u');
    expect(found.body).toMatchObject({ items: [{ id: vpc.id }, { id: subnet.id }] });
    for (let call = 0; call < 5; call++) await second.get(vpc.id);
    expect((await second.get(vpc.id)).status).toBe(429);
  });

  test('remembers deleted resources, also after a second restart', async () => {
    const { clock, start } = lives();
    const first = await start();
    const { id } = viewOf(await first.create({ type: 'vpc', clientToken: 'v' }), 201);
    await first.remove(id);
    await first.stop();
    clock.advance(60_000);
    await (await start()).stop();
    const third = await start();
    const replay = await third.create({ type: 'vpc', clientToken: 'v' });
    expect(viewOf(replay, 200)).toMatchObject({ id, state: 'deleted' });
  });

  test.each([
    '{"kind":"resour',
    '{"kind":"throttle","throttle":{"requestsPerSecond":1,"burst":1}}',
  ])('drops a torn last line: %s', async (torn) => {
    const { dataDir, start } = lives();
    const first = await start();
    const { id } = viewOf(await first.create({ type: 'vpc' }), 201);
    await first.stop();
    appendFileSync(journalIn(dataDir), torn);
    const second = await start();
    expect((await second.inspect()).map((it) => it.id)).toEqual([id]);
    await second.create({ type: 'queue' });
    await second.stop();
    expect(await (await start()).inspect()).toHaveLength(2);
  });

  test('refuses a journal that is damaged in the middle, and does not change it', async () => {
    const { dataDir, start } = lives();
    const first = await start();
    await first.create({ type: 'vpc' });
    await first.stop();
    const damaged = `{"kind":\n${readFileSync(journalIn(dataDir), 'utf8')}`;
    writeFileSync(journalIn(dataDir), damaged);
    await expect(start()).rejects.toThrow('line 1 is damaged');
    expect(readFileSync(journalIn(dataDir), 'utf8')).toBe(damaged);
  });
});

describe('the journal', () => {
  test('has each effect before its response, so a copy is always complete', async () => {
    const { dataDir, clock, start } = lives();
    const cloud = await start();
    const { id } = viewOf(await cloud.create({ type: 'vpc' }), 201);
    const copy = temporaryDirectory();
    const other = await startSimulator({ dataDir: copy });
    await other.stop();
    writeFileSync(journalIn(copy), readFileSync(journalIn(dataDir)));
    const survivor = await startSimulator({ dataDir: copy, clock: clock.now });
    expect((await survivor.inspect()).map((it) => it.id)).toEqual([id]);
  });

  test('is rewritten when it gets too large, and loses nothing', async () => {
    const dataDir = temporaryDirectory();
    const bound = 20_000;
    const cloud = await startSimulator({ dataDir, compactAtBytes: bound });
    const { id } = await cloud.have({ type: 'vpc' });
    for (let size = 1; size <= 300; size++) {
      await cloud.send('PATCH', `/resources/${id}`, { tags: { round: String(size) } });
    }
    expect(statSync(journalIn(dataDir)).size).toBeLessThan(2 * bound);
    await cloud.stop();
    const [kept] = await (await startSimulator({ dataDir })).inspect();
    expect(kept?.tags['round']).toBe('300');
  });

  test('an effect that cannot be written does not happen', async () => {
    const cloud = await startSimulator();
    const { id } = await cloud.have({ type: 'vpc' });
    const before = await cloud.inspect();
    await cloud.breakJournal();
    expect(refusalOf(await cloud.remove(id))).toMatchObject({ code: 'InternalFailure' });
    expect(await cloud.inspect()).toEqual(before);
  });
});
