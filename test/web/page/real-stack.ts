/**
 * Tests the page with the real stack: it shows requested operations, updates itself, and survives
 * failures.
 */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { operationSchema } from '../../../contract/operations/operation.ts';
import type { Browsing } from '../../support/browser/pages.ts';
import { eventually } from '../../support/eventually.ts';
import { startStack, type Stack } from '../../support/stack/stack.ts';
import { foreignPages } from './foreign-pages.ts';

const BASE = '/slipway';
const GROUND = { name: 'ground', availabilityZoneCount: 1, natGateways: 'none' };
/** A cluster of 9 resources. */
const SMALL = { networkId: GROUND.name, addons: [], karpenter: false };
const UNLUCKY = {
  name: 'unlucky',
  simulation: {
    faults: [
      { type: 'node_group', when: 'ready', kind: 'error', code: 'InsufficientInstanceCapacity' },
    ],
  },
};
const SLOW = { faults: [{ type: 'control_plane', when: 'ready', kind: 'slow' }] };
const HANGING = { faults: [{ type: 'control_plane', when: 'ready', kind: 'hang' }] };

/** A module that changes with its variable, and whose plans wait for confirmation. */
const MODULE = {
  name: 'site',
  confirm: 'manual',
  source: {
    files: {
      'main.tf': `
        variable "release" { default = "1" }
        resource "random_id" "id" { byte_length = 4 }
        resource "terraform_data" "site" { input = var.release }
      `,
    },
  },
};

/** Waits until the page shows a different number of finished resources. */
async function done(page: Page, beyond = 0): Promise<number> {
  const bar = page.getByRole('progressbar', { name: 'Progress' });
  return eventually(async () => {
    const now = Number(await bar.getAttribute('aria-valuenow'));
    return now > beyond ? now : undefined;
  });
}

async function badge(page: Page, status: string): Promise<void> {
  await page.locator('.about .badge', { hasText: status }).waitFor();
}

/** Adds the origin of its server to `origins` before the first test. */
export function realStack(browsing: Browsing, origins: string[]): void {
  let stack: Stack;
  /** The operation that creates cluster `demo`. */
  let demo: string;
  beforeAll(async () => {
    stack = await startStack({
      speed: 15,
      env: { SLIPWAY_BASE_PATH: BASE, SLIPWAY_DEADLINE_FACTOR: '1' },
    });
    origins.push(stack.api.url);
  });

  const pageOf = (id: string) => `${stack.api.url}${BASE}/ui/operations/${id}`;
  const submit = (name: string, more: object = {}) =>
    stack.submit(`${BASE}/clusters`, { name, ...SMALL, ...more });

  test('a creation appears in the list, updates, and continues after a reload', async () => {
    const page = await browsing.open(`${stack.api.url}${BASE}/ui`);
    await page.getByText('There are no operations yet.').waitFor();
    await stack.submit(`${BASE}/networks`, GROUND);
    await page.getByText('Create network ground').waitFor();
    await eventually(
      async () => {
        const { body } = await stack.api.get(`${BASE}/networks/ground`);
        return JSON.stringify(body).includes('"active"');
      },
      { timeoutMs: 40_000 },
    );
    const { id } = await submit('demo', { simulation: SLOW });
    demo = id;
    await page.getByRole('link', { name: 'Create cluster demo' }).click();
    expect(new URL(page.url()).pathname).toBe(`${BASE}/ui/operations/${id}`);
    const before = await done(page);
    await page.reload();
    await done(page, before);
    await badge(page, 'Succeeded');
    await page.getByRole('heading', { name: 'Result' }).waitFor();
    await page.locator('.chart .critical', { hasText: 'control plane main' }).waitFor();
    await page.getByText(/^Step 1 of \d+/).waitFor();
  });

  test('a browser that opens an operation is redirected to its page', async () => {
    const page = await browsing.open(`${stack.api.url}${BASE}/operations/${demo}`);
    await page.getByRole('heading', { name: 'Create cluster demo' }).waitFor();
    expect(page.url()).toBe(pageOf(demo));
  });

  test('it follows a failure, and retries it', async () => {
    const { id } = await submit('unlucky', UNLUCKY);
    const page = await browsing.open(pageOf(id));
    await badge(page, 'Failed');
    await page.getByText('insufficient_instance_capacity').waitFor();
    await page.locator('.rail .failed', { hasText: 'Provisioning' }).waitFor();
    // A node that was made and undone is in the chart twice.
    await page.locator('.chart .span.undo').first().waitFor();

    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Start a retry' }).click();
    await page.getByRole('link', { name: /^Retry of/ }).waitFor();
    expect(page.url()).not.toBe(pageOf(id));
  });

  test('it cancels, and shows the undo', async () => {
    const { id } = await submit('given-up', { simulation: HANGING });
    const page = await browsing.open(pageOf(id));
    await done(page);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the operation' }).click();
    await badge(page, 'Canceled');
    expect(await page.locator('.counts').textContent()).toMatch(/^\d+ undone/);
  });

  test('it shows a waiting plan, and confirms it', async () => {
    const { id } = await stack.submit(`${BASE}/deployments`, MODULE);
    const page = await browsing.open(pageOf(id));
    await page.locator('[aria-current=step]', { hasText: 'Awaiting confirmation' }).waitFor();
    const change = page.locator('.change', { hasText: 'random_id.id' });
    await change
      .getByText('1 attribute')
      .or(change.getByText(/^\d+ attributes$/))
      .click();
    await change.locator('.attributes li', { hasText: 'byte_length' }).waitFor();
    await badge(page, 'Needs confirmation');
    const list = await browsing.open(`${stack.api.url}${BASE}/ui`);
    await list.getByLabel('Status').selectOption('Needs confirmation');
    await list.getByRole('link', { name: 'Apply deployment site' }).waitFor();
    await list.locator('.operation .badge', { hasText: 'Needs confirmation' }).waitFor();
    await page.getByRole('button', { name: 'Confirm' }).click();
    const dialog = page.getByRole('dialog', { name: 'Apply this plan?' });
    await dialog.getByText('2 to create', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Not yet' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect((await stack.api.get(`${BASE}/operations/${id}`)).body).toMatchObject({
      progress: { stage: 'awaiting_confirmation' },
    });
    await page.getByRole('button', { name: 'Confirm' }).click();
    await dialog.getByRole('button', { name: 'Apply the plan' }).click();
    await badge(page, 'Succeeded');
    expect(await page.locator('.counts').textContent()).toMatch(/^2 done/);
    expect(await page.getByRole('button', { name: 'Confirm' }).count()).toBe(0);
  });

  test('it discards a plan, which changes nothing', async () => {
    const patched = await stack.api.patch(`${BASE}/deployments/site`, {
      variables: { release: '2' },
    });
    const { id } = operationSchema.parse(patched.body);
    const page = await browsing.open(pageOf(id));
    await page.getByRole('button', { name: 'Discard' }).click();
    const dialog = page.getByRole('dialog', { name: 'Discard “Apply deployment site”?' });
    await dialog.getByRole('button', { name: 'Discard the plan' }).click();
    await badge(page, 'Canceled');
    await page.getByText('plan_discarded').waitFor();
    expect((await stack.api.get(`${BASE}/deployments/site`)).body).toMatchObject({
      status: 'active',
      spec: { variables: {} },
    });
  });

  describe('pages of other sites', () => {
    foreignPages(browsing, async () => {
      const faults = [{ type: 'vpc', when: 'ready', kind: 'hang' }];
      const { id } = await stack.submit(`${BASE}/networks`, {
        name: 'victim',
        natGateways: 'none',
        simulation: { faults },
      });
      await eventually(async () => {
        const { body } = await stack.api.get(`${BASE}/operations/${id}`);
        const { resources } = operationSchema.parse(body).progress;
        return resources.some(({ type, status }) => type === 'vpc' && status === 'running');
      });
      return { stack, basePath: BASE, running: id };
    });
  });

  test('it survives a restart of the API', async () => {
    const { id } = await submit('outlasting', { simulation: HANGING });
    const page = await browsing.open(pageOf(id));
    await done(page);
    await stack.api.kill();
    await page.getByText('Connection lost, trying again').waitFor();
    await stack.api.restart();
    await page.getByText('Live', { exact: true }).waitFor();
    const canceled = await stack.api.post(`${BASE}/operations/${id}/cancel`);
    expect(canceled.status).toBe(202);
    await badge(page, 'Canceled');
  });

  test('filters are part of the address', async () => {
    const page = await browsing.open(`${stack.api.url}${BASE}/ui`);
    await page.getByRole('link', { name: 'Create cluster demo' }).waitFor();
    await page.getByLabel('Status').selectOption('canceled');
    await page.getByRole('link', { name: 'Create cluster demo' }).waitFor({ state: 'detached' });
    const givenUp = page.getByRole('link', { name: 'Create cluster given-up' });
    await givenUp.waitFor();
    await page.reload();
    // The reloaded page shows no operations at first.
    await givenUp.waitFor();
    await page.getByLabel('Resource', { exact: true }).fill('outlasting');
    await givenUp.waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('?status=canceled&resourceName=outlasting');
  });
}
