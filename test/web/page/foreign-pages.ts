/**
 * Pages of another site in a real browser, against the API, the simulator and Temporal's Web UI. Everything
 * that they send is refused, and they read nothing but refusals.
 */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { listen, type Listening } from '../../../config/listen.ts';
import { operationSchema } from '../../../contract/operations/operation.ts';
import { carryOut, type Attack, type Outcome } from '../../support/browser/attacks.ts';
import { FOREIGN_NAME } from '../../support/browser/launch.ts';
import type { Browsing } from '../../support/browser/pages.ts';
import type { Stack } from '../../support/stack/stack.ts';

const PAGE = '<!doctype html><title>You have won</title><body>';
const CLUSTER = JSON.stringify({ name: 'forged' });
const MODULE = JSON.stringify({
  name: 'forged',
  source: { files: { 'main.tf': 'resource "terraform_data" "forged" {}' } },
});

const SERVERS = ['the API', 'the simulator', "Temporal's Web UI"] as const;
type Server = (typeof SERVERS)[number];

interface Target {
  /** The URL under which the user knows the server. */
  url: string;
  reads: string[];
  writes: { path: string; body?: string }[];
  /** A stream of events, if the server has one. */
  events?: string;
}

export interface Victim {
  stack: Stack;
  basePath: string;
  /** An operation that runs until it is canceled. */
  running: string;
}

export function foreignPages(browsing: Browsing, prepare: () => Promise<Victim>): void {
  let victim: Victim;
  let targets: Record<Server, Target>;
  let elsewhere: Listening;
  beforeAll(async () => {
    elsewhere = await listen((_request, response) => response.end(PAGE), {
      host: '127.0.0.1',
      port: 0,
    });
    victim = await prepare();
    targets = targetsOf(victim);
  });
  afterAll(() => elsewhere.close());

  test.each(SERVERS)('a page of another site does nothing to %s', async (name) => {
    const target = targets[name];
    const before = await stateOf(victim);
    const page = await browsing.openForeign();
    await page.goto(`http://${FOREIGN_NAME}:${elsewhere.port}/`);
    const { outcomes, loot } = await carryOut(page, crossSite(target));
    expectRefused(outcomes, target);
    expect(loot).toEqual([]);
    expect(await stateOf(victim)).toEqual(before);
  });

  test.each(SERVERS)('a page whose name is rebound to %s does nothing', async (name) => {
    const target = targets[name];
    const before = await stateOf(victim);
    const origin = `http://${FOREIGN_NAME}:${new URL(target.url).port}`;
    const page = await browsing.openForeign();
    // The browser gets the page from the attacker. From then on, the name is one of this machine.
    const start = { body: PAGE, contentType: 'text/html' };
    await page.route(`${origin}/`, (route) => route.fulfill(start));
    await page.goto(`${origin}/`);
    await page.unrouteAll();
    const { outcomes, loot } = await carryOut(page, rebound(target, origin));
    expectRefused(outcomes, target);
    // To the browser the page reads answers of its own server.
    expect(loot.length).toBeGreaterThan(0);
    for (const { text } of loot) expect(text).toContain('host_not_allowed');
    expect(await stateOf(victim)).toEqual(before);
  });
}

/** Every answer was a refusal, and the writes have reached the server, so that it could refuse them. */
function expectRefused(outcomes: readonly Outcome[], { writes }: Target): void {
  const answered = outcomes.filter(({ answer }) => typeof answer === 'number');
  expect(answered.filter(({ answer }) => answer !== 403)).toEqual([]);
  const refused = answered.map(({ request }) => request);
  expect(refused).toEqual(expect.arrayContaining(writes.map(({ path }) => `POST ${path}`)));
}

function targetsOf({ stack, basePath, running }: Victim): Record<Server, Target> {
  const workflows = `/api/v1/namespaces/${stack.temporal.namespace}/workflows`;
  const operation = `${basePath}/operations/${running}`;
  return {
    'the API': {
      url: stack.api.url,
      reads: [`${basePath}/clusters`, operation],
      writes: [
        { path: `${operation}/cancel` },
        { path: `${operation}/retry` },
        { path: `${basePath}/clusters`, body: CLUSTER },
        { path: `${basePath}/deployments`, body: MODULE },
      ],
      events: `${operation}/events`,
    },
    'the simulator': {
      url: stack.simulator.url,
      reads: ['/inspect/resources'],
      writes: [{ path: '/inspect/reset' }],
    },
    "Temporal's Web UI": {
      url: inject('temporalWebUi') ?? '',
      reads: [workflows],
      writes: [{ path: `${workflows}/${running}/terminate`, body: '{}' }],
    },
  };
}

/** Requests that a browser sends without asking the server, and reads that it blocks if the server allows none. */
function crossSite({ url, reads, writes, events }: Target): Attack[] {
  return [
    ...writes.flatMap(({ path, body }): Attack[] => [
      { by: 'fetch', method: 'POST', simple: true, url: `${url}${path}`, body: body ?? '' },
      { by: 'form', url: `${url}${path}`, body: body ?? '' },
    ]),
    ...reads.flatMap((path): Attack[] => [
      { by: 'fetch', url: `${url}${path}` },
      { by: 'image', url: `${url}${path}` },
      { by: 'script', url: `${url}${path}` },
      { by: 'frame', url: `${url}${path}` },
    ]),
    ...(events === undefined ? [] : [{ by: 'events', url: `${url}${events}` } satisfies Attack]),
  ];
}

/** To the browser these are requests of a page to its own server. */
function rebound({ reads, writes, events }: Target, origin: string): Attack[] {
  const headers = { 'content-type': 'application/json', authorization: 'any' };
  return [
    ...writes.map(({ path, body }): Attack => ({
      by: 'fetch',
      method: 'POST',
      url: `${origin}${path}`,
      headers,
      ...(body !== undefined && { body }),
    })),
    ...reads.flatMap((path): Attack[] => [
      { by: 'fetch', url: `${origin}${path}` },
      { by: 'frame', url: `${origin}${path}` },
    ]),
    ...(events === undefined ? [] : [{ by: 'events', url: `${origin}${events}` } satisfies Attack]),
  ];
}

/** What the attacks would change. */
async function stateOf({ stack, basePath, running }: Victim): Promise<object> {
  const { body } = await stack.api.get(`${basePath}/operations/${running}`);
  const { status, progress } = operationSchema.parse(body);
  const forged = await Promise.all(
    ['clusters', 'deployments'].map((kind) => stack.api.get(`${basePath}/${kind}/forged`)),
  );
  const cloud = await stack.simulator.get('/inspect/resources');
  return {
    operation: [status, progress.stage],
    forged: forged.map((answer) => answer.status),
    cloud: cloud.body,
  };
}
