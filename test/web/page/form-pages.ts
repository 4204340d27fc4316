/** Tests the forms for new resources and for changes, with a service that refuses what the real one refuses. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Operation } from '../../../contract/operations/operation.ts';
import { RESOURCE_KINDS, RESOURCE_TYPES } from '../../../contract/vocabulary.ts';
import { expectAccessible } from '../../support/browser/accessibility.ts';
import type { Browsing } from '../../support/browser/pages.ts';
import { startStagedApi, type StagedApi } from '../../support/api/staged-api.ts';
import { stageCluster } from '../../support/api/staged-cluster.ts';
import { stageResources } from '../../support/api/staged-resources.ts';

function section(page: Page, name: string) {
  return page.getByRole('region', { name });
}

async function widthOf(page: Page): Promise<number> {
  return page.locator('html').evaluate((root: { scrollWidth: number }) => root.scrollWidth);
}

/** Adds the origin of its server to `origins` before the first test. */
export function formPages(browsing: Browsing, origins: string[]): void {
  let api: StagedApi;
  let running: Operation;

  beforeAll(async () => {
    api = await startStagedApi('/base');
    origins.push(new URL(api.url).origin);
  });
  afterAll(async () => {
    await api.close();
  });
  beforeEach(() => {
    running = stageCluster('demo', Date.now() - 12_000).at(12_000);
    api.show(running);
    api.records = stageResources(running.id, Date.now());
    api.submitted = [];
  });

  test('a network is previewed, and then created', async () => {
    const page = await browsing.open(`${api.url}/ui/networks`);
    await page.getByRole('link', { name: 'Create a network' }).click();
    await page.getByLabel(/^Name/).fill('base');
    await page.getByLabel('Availability zone count').fill('3');
    await page.getByLabel('NAT gateways').selectOption('per_zone');
    await page.getByText('Tags', { exact: true }).click();
    await page.getByRole('button', { name: 'Add to Tags' }).click();
    await page.getByLabel('Tags 1, name').fill('team');
    await page.getByLabel('Tags 1, value').fill('core');
    const body = {
      name: 'base',
      availabilityZoneCount: 3,
      natGateways: 'per_zone',
      tags: { team: 'core' },
    };
    const commands = section(page, 'The same from a terminal');
    await commands.getByText('slipway networks create -f -').waitFor();
    expect(await commands.getByText('curl -X POST').textContent()).toContain(JSON.stringify(body));

    await page.getByRole('button', { name: 'Preview the plan' }).click();
    await section(page, 'Plan').getByText('Nothing was changed yet.').waitFor();
    await section(page, 'Plan').getByText('to create').first().waitFor();
    await page.getByRole('button', { name: 'Create the network' }).click();
    await page.getByRole('heading', { name: 'Create cluster demo' }).waitFor();
    expect(api.submitted).toEqual([
      { request: 'create network', validateOnly: true, body: expect.objectContaining(body) },
      { request: 'create network', validateOnly: false, body: expect.objectContaining(body) },
    ]);
  });

  test('every fault is shown, each at its field', async () => {
    const page = await browsing.open(`${api.url}/ui/create/clusters`);
    await page.getByLabel(/^Name/).fill('Not A Name');
    await page.getByText('Node groups', { exact: true }).click();
    await page.getByRole('button', { name: 'Add to Node groups' }).click();
    await page.getByLabel('Desired size').fill('9');
    await page.getByRole('button', { name: 'Create the cluster' }).click();
    await page.getByRole('alert').waitFor();
    const faults = page.getByRole('list', { name: 'Faults' });
    const links = await faults.getByRole('link').allTextContents();
    expect(links).toEqual(expect.arrayContaining(['name', 'nodeGroups › 0 › name']));
    const name = page.getByLabel(/^Name/).first();
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    expect(api.submitted).toEqual([]);
    await expectAccessible(page, 'a form with faults');
  });

  test('a change sends only what differs', async () => {
    const page = await browsing.open(`${api.url}/ui/clusters/demo`);
    await page.getByRole('link', { name: 'Change', exact: true }).click();
    await page.getByLabel('Max size').fill('5');
    await page.getByLabel('Display name').fill('');
    await page.getByRole('button', { name: 'Preview the plan' }).click();
    await section(page, 'Plan').waitFor();
    const [group] = api.records.cluster.map(({ spec }) =>
      'nodeGroups' in spec ? spec.nodeGroups[0] : {},
    );
    expect(api.submitted).toEqual([
      {
        request: 'update cluster demo',
        validateOnly: true,
        body: { displayName: null, nodeGroups: [{ ...group, maxSize: 5 }] },
      },
    ]);
  });

  describe.each([
    { colorScheme: 'light' as const, width: 1280 },
    { colorScheme: 'dark' as const, width: 360 },
  ])('$colorScheme, $width px', ({ colorScheme, width }) => {
    test('every form is accessible, and fits', { timeout: 60_000 }, async () => {
      const options = { colorScheme, viewport: { width, height: 800 } };
      const page = await browsing.open(`${api.url}/ui`, options);
      const changes = ['clusters/demo/change', 'deployments/web/change'];
      const creates = RESOURCE_TYPES.map((type) => `create/${RESOURCE_KINDS[type].collection}`);
      for (const path of [...creates, ...changes]) {
        await page.goto(`${api.url}/ui/${path}`);
        await page.getByRole('button', { name: 'Preview the plan' }).waitFor();
        for (const fold of await page.locator('.request > .fields > .fold > summary').all()) {
          await fold.click();
        }
        await expectAccessible(page, path);
        expect({ path, width: await widthOf(page) }).toEqual({ path, width });
      }
    });
  });
}
