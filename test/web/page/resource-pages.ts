/** Tests the lists and the pages of resources, with staged resources of every kind. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Operation } from '../../../contract/operations/operation.ts';
import { RESOURCE_KINDS, RESOURCE_TYPES } from '../../../contract/vocabulary.ts';
import { expectAccessible } from '../../support/browser/accessibility.ts';
import type { Browsing } from '../../support/browser/pages.ts';
import { startStagedApi, type StagedApi } from '../../support/api/staged-api.ts';
import { stageCluster, type StagedCluster } from '../../support/api/staged-cluster.ts';
import { stageResources } from '../../support/api/staged-resources.ts';
import { eventually } from '../../support/eventually.ts';

const CHROME = 'text/html,application/xhtml+xml,*/*;q=0.8';

function heading(page: Page, name: string) {
  return page.getByRole('heading', { name, exact: true });
}

async function widthOf(page: Page): Promise<number> {
  return page.locator('html').evaluate((root: { scrollWidth: number }) => root.scrollWidth);
}

async function namesOn(page: Page): Promise<(string | null)[]> {
  return page.locator('.grid .name').allTextContents();
}

/** Adds the origin of its server to `origins` before the first test. */
export function resourcePages(browsing: Browsing, origins: string[]): void {
  let api: StagedApi;
  let cluster: StagedCluster;
  let created: Operation;

  beforeAll(async () => {
    api = await startStagedApi('/base');
    origins.push(new URL(api.url).origin);
  });
  afterAll(async () => {
    await api.close();
  });
  beforeEach(() => {
    cluster = stageCluster('demo', Date.now() - 100_000);
    created = cluster.at(90_000);
    api.show(created);
    api.ledger = cluster.ledger.map((item) => ({
      ...item,
      status: 'present' as const,
      cloudId: `${item.type}-${item.name}`,
    }));
    api.records = stageResources(created.id, Date.now());
  });

  test('the list shows the state, the place and the last operation of each resource', async () => {
    const page = await browsing.open(`${api.url}/ui`);
    await page.getByRole('navigation', { name: 'Main' }).getByText('Clusters').click();
    const row = page.getByRole('row', { name: /^demo/ });
    await row.waitFor();
    expect(await page.title()).toBe('Clusters · Slipway');
    await heading(page, 'Clusters 3').waitFor();
    const cells = await row.getByRole('cell').allTextContents();
    expect(cells).toEqual([
      expect.stringContaining('The cluster of the demonstration'),
      'Active',
      'simulated',
      'sim-central-1',
      '7 h ago',
      expect.stringMatching(/^Create clusterSucceeded/),
    ]);
    await row.getByRole('link', { name: 'Create cluster' }).click();
    await heading(page, 'Create cluster demo').waitFor();
  });

  test('the list is searched and sorted by the API, and the address says how', async () => {
    const page = await browsing.open(`${api.url}/ui/clusters`);
    await eventually(async () => (await namesOn(page)).length === 3);
    await page.getByRole('link', { name: 'Name', exact: true }).click();
    await page.locator('th[aria-sort=ascending]', { hasText: 'Name' }).waitFor();
    expect(api.listed.at(-1)).toMatchObject({ sort: 'name', limit: 25, total: true });
    await page.getByRole('link', { name: 'Name', exact: true }).click();
    await page.locator('th[aria-sort=descending]', { hasText: 'Name' }).waitFor();
    await page.getByLabel('Name').fill('You');
    await eventually(async () => (await namesOn(page)).join() === 'young');
    await heading(page, 'Clusters 1').waitFor();
    expect(new URL(page.url()).search).toBe('?sort=-name&name=you');
    expect(api.listed.at(-1)).toMatchObject({ sort: '-name', name: 'you' });
    await page.getByLabel('Name').fill('nothing');
    await page.getByText('No clusters match these filters.').waitFor();
  });

  test('Back returns to the same place of a long list', async () => {
    const [demo] = api.records.cluster;
    if (demo === undefined) throw new Error('there is no cluster');
    api.records.cluster = Array.from({ length: 60 }, (_, index) => ({
      ...demo,
      id: `c-${index}`,
      uid: `${demo.uid.slice(0, -2)}${String(index).padStart(2, '0')}`,
    }));
    const page = await browsing.open(`${api.url}/ui/clusters`);
    const link = page.getByRole('link', { name: 'c-50', exact: true });
    await link.scrollIntoViewIfNeeded();
    const scrolled = () => page.evaluate<number>('scrollY');
    const before = await scrolled();
    expect(before).toBeGreaterThan(500);
    await link.click();
    await page.getByRole('heading', { name: 'Cluster c-50' }).waitFor();
    expect(await scrolled()).toBe(0);
    await page.goBack();
    await link.waitFor();
    await eventually(async () => (await scrolled()) === before);
  });

  test('an empty list says how to create the first one', async () => {
    api.records.network = [];
    const page = await browsing.open(`${api.url}/ui/networks`);
    await page.getByText('There are no networks yet.').waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
  });

  test('the page of a cluster has its outputs, its access, its cloud resources and its history', async () => {
    const page = await browsing.open(`${api.url}/ui/clusters/demo`);
    await heading(page, 'Cluster demo').waitFor();
    const context = page.context();
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy endpoint' }).click();
    await page.locator('#announcements', { hasText: 'Copied' }).waitFor({ state: 'attached' });
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied).toBe('https://cp-bb6448e9d3f8d6a4e.sim-central-1.cloud.example');

    const download = page.getByRole('link', { name: 'Download the kubeconfig' });
    expect(await download.getAttribute('href')).toBe('/base/clusters/demo/kubeconfig');
    await page.getByText('slipway clusters kubeconfig demo --merge').waitFor();
    await heading(page, 'Cloud resources, 38').waitFor();
    await page.getByRole('row', { name: /^control plane main.*control_plane-main/ }).waitFor();
    await page.getByRole('button', { name: 'Graph' }).click();
    const graph = page.getByRole('img', { name: '38 cloud resources of demo' });
    expect(await graph.locator('.node').count()).toBe(38);
    const history = page.getByRole('region', { name: 'History' });
    await history.getByRole('link', { name: 'Create cluster' }).waitFor();

    await page.getByRole('link', { name: 'network base' }).click();
    await heading(page, 'Network base').waitFor();
    await page.getByText('cannot be deleted while others use it').waitFor();
    await page.getByRole('link', { name: 'cluster demo' }).click();
    await heading(page, 'Cluster demo').waitFor();
  });

  test('the page of a resource shows the operation that works on it', async () => {
    api.show(cluster.at(12_000));
    const page = await browsing.open(`${api.url}/ui/clusters/demo`);
    const running = page.getByRole('region', { name: 'Create cluster is running' });
    await running.getByText('25 of 38 resources done').waitFor();
    const link = running.getByRole('link', { name: 'Create cluster' });
    expect(await link.getAttribute('href')).toBe(`/base/ui/operations/${created.id}`);
  });

  test('a deleted resource still has its history, and one that never was is reported', async () => {
    api.records.cluster = [];
    const page = await browsing.open(`${api.url}/ui/clusters/demo`);
    await page.getByText('This cluster no longer exists.').waitFor();
    await page.getByRole('link', { name: 'Create cluster' }).waitFor();
    await page.goto(`${api.url}/ui/clusters/never`);
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('never');
  });

  test('an unknown address is a page', async () => {
    const page = await browsing.open(`${new URL(api.url).origin}/nothing`, {
      extraHTTPHeaders: { accept: CHROME },
    });
    await heading(page, 'Page not found').waitFor();
    await expectAccessible(page, 'not found');
    await page.getByRole('main').getByRole('link', { name: 'Networks' }).click();
    await heading(page, 'Networks 1').waitFor();
  });

  describe.each([
    { colorScheme: 'light' as const, width: 1280 },
    { colorScheme: 'dark' as const, width: 360 },
  ])('$colorScheme, $width px', ({ colorScheme, width }) => {
    test('every list and every page is accessible, and fits', { timeout: 60_000 }, async () => {
      const options = { colorScheme, viewport: { width, height: 800 } };
      const page = await browsing.open(`${api.url}/ui`, options);
      for (const type of RESOURCE_TYPES) {
        const { collection } = RESOURCE_KINDS[type];
        const [record] = api.records[type];
        await page.goto(`${api.url}/ui/${collection}`);
        await page.getByRole('link', { name: record?.id ?? '', exact: true }).click();
        await heading(page, 'Spec').waitFor();
        await expectAccessible(page, `a ${type}`);
        expect(await widthOf(page)).toBe(width);
        await page.goBack();
        await page.getByRole('table').waitFor();
        await expectAccessible(page, collection);
        expect(await widthOf(page)).toBe(width);
      }
      await page.goto(`${api.url}/ui/clusters/demo`);
      await page.getByRole('button', { name: 'Graph' }).click();
      await expectAccessible(page, 'the graph');
      expect(await widthOf(page)).toBe(width);
    });
  });
}
