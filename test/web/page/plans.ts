/** Tests how the page shows a plan that waits for a decision, and what its dialog asks. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { summarize } from '../../../contract/operations/node-progress.ts';
import type { Operation, ProgressResource } from '../../../contract/operations/operation.ts';
import type { OperationPlan } from '../../../contract/operations/plan.ts';
import { startStagedApi, type StagedApi } from '../../support/api/staged-api.ts';
import { expectAccessible } from '../../support/browser/accessibility.ts';
import type { Browsing } from '../../support/browser/pages.ts';
import { eventually } from '../../support/eventually.ts';

const BASE = '/plans';
const ID = '01M85ZVC0FWGZ5V2BRCVY6G1ZY';
const AT = '2026-11-24T05:18:25.000Z';
const SCREEN = { width: 1440, height: 900 };

type Action = ProgressResource['operation'];

function resources(type: string, operation: Action, count: number): ProgressResource[] {
  return Array.from({ length: count }, (_, i) => ({
    urn: `urn:slipway:local:deployments:web:${type}/${operation}.${i}`,
    type,
    name: `${operation}.${i}`,
    operation,
    status: operation === 'same' ? 'unchanged' : 'pending',
  }));
}

function waiting(planned: ProgressResource[]): Operation {
  return {
    id: ID,
    organizationId: 'local',
    memberId: 'developer',
    operation: 'apply_deployment',
    status: 'awaiting_confirmation',
    progress: {
      stage: 'awaiting_confirmation',
      message: 'Planned changes; confirm or discard them',
      resources: planned,
      summary: summarize(planned),
    },
    resourceType: 'deployment',
    resourceId: 'web',
    createdAt: AT,
    updatedAt: AT,
    version: 3,
    cancelable: true,
    links: { self: `/operations/${ID}`, cancel: `/operations/${ID}/cancel` },
  };
}

function planOf(planned: readonly ProgressResource[]): OperationPlan {
  const changes = planned.filter(({ operation }) => operation !== 'same');
  return {
    resources: changes.map(({ type, name, operation }) => ({
      address: `${type}.${name.replace('.', '[')}]`,
      type,
      name,
      operation,
      ...(operation === 'delete' && { reason: 'not_wanted' }),
      ...(operation === 'replace' && { reason: 'cannot_update' }),
      attributes: [
        { path: 'size', before: { json: '1' }, after: { json: '2' }, replaces: true },
        { path: 'password', before: { hidden: 'sensitive' }, after: { hidden: 'sensitive' } },
        { path: 'id', after: { hidden: 'unknown' } },
      ],
    })),
    outputs: [{ path: 'url', before: { json: '"a"' }, after: { json: '"b"' } }],
  };
}

/** Adds the origin of its server to `origins` before the first test. */
export function plans(browsing: Browsing, origins: string[]): void {
  let api: StagedApi;
  beforeAll(async () => {
    api = await startStagedApi(BASE);
    origins.push(new URL(api.url).origin);
  });
  afterAll(() => api.close());
  beforeEach(() => {
    api.acted = [];
  });

  function open(planned: ProgressResource[], viewport = SCREEN): Promise<Page> {
    api.show(waiting(planned));
    api.plan = planOf(planned);
    return browsing.open(`${api.url}/ui/operations/${ID}`, { viewport });
  }

  test('of 320 resources: the 10 deletions are on the first screen, and the dialog counts them', async () => {
    const page = await open([
      ...resources('aws_route', 'create', 310),
      ...resources('aws_route', 'delete', 10),
    ]);
    const deletions = page.locator('.change.delete');
    await page.getByRole('heading', { name: '310 to create', exact: true }).waitFor();
    expect(await deletions.count()).toBe(10);
    for (const deletion of await deletions.all()) {
      const box = await deletion.boundingBox();
      expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(SCREEN.height);
    }
    await page.getByRole('button', { name: 'Confirm' }).click();
    const dialog = page.getByRole('dialog', { name: 'Apply this plan?' });
    await dialog.getByText('310 to create, 10 to delete', { exact: true }).waitFor();
    // Routes hold no data, so a click is enough.
    await dialog.getByRole('button', { name: 'Apply the plan' }).click();
    await eventually(() => api.acted.length > 0);
    expect(api.acted).toEqual([`confirm ${ID}`]);
  });

  test('that deletes data needs the name of the deployment', async () => {
    const page = await open([
      ...resources('aws_route', 'create', 3),
      ...resources('aws_db_instance', 'delete', 9),
      ...resources('aws_s3_bucket', 'replace', 1),
    ]);
    await page.getByRole('button', { name: 'Confirm' }).click();
    const dialog = page.getByRole('dialog', { name: 'Apply this plan?' });
    await dialog.getByText('3 to create, 1 to replace, 9 to delete', { exact: true }).waitFor();
    await dialog.getByText('Data is lost with 10 resources:').waitFor();
    await dialog.getByText('aws_db_instance.delete[0]: a database').waitFor();
    await dialog.getByText('and 2 more').waitFor();
    const apply = dialog.getByRole('button', { name: 'Apply the plan' });
    const name = dialog.getByLabel('Type web to apply the plan');
    expect(await apply.isDisabled()).toBe(true);
    await name.fill('wep');
    expect(await apply.isDisabled()).toBe(true);
    await name.fill('web');
    await apply.click();
    await eventually(() => api.acted.length > 0);
    expect(api.acted).toEqual([`confirm ${ID}`]);
  });

  test('shows what happens first, why, and each attribute; what is unchanged is folded', async () => {
    const page = await open([
      ...resources('random_id', 'same', 2),
      ...resources('random_id', 'create', 1),
      ...resources('random_id', 'update', 1),
      ...resources('random_id', 'replace', 1),
      ...resources('random_id', 'delete', 1),
    ]);
    const titles = page.locator('.changes h3');
    await page.getByRole('heading', { name: 'Changes to outputs' }).waitFor();
    expect(await titles.allTextContents()).toEqual([
      '1 to delete',
      '1 to replace',
      '1 to update',
      '1 to create',
      'Changes to outputs',
    ]);
    const replaced = page.locator('.change.replace');
    await replaced.getByText('an attribute changes that is fixed at creation').waitFor();
    await replaced.getByText('3 attributes').click();
    await replaced.locator('.attributes li').first().waitFor();
    expect(await replaced.locator('.attributes li').allTextContents()).toEqual([
      'size 1 2 forces replacement',
      'password (sensitive value) (sensitive value)',
      'id  (known after apply)',
    ]);
    const folded = page.getByText('random_id.same[0]', { exact: true });
    expect(await folded.isVisible()).toBe(false);
    await page.getByText('2 unchanged', { exact: true }).click();
    await folded.waitFor();
  });

  test('stays readable for an operation that has ended', async () => {
    const planned = resources('random_id', 'delete', 1);
    const page = await open(planned);
    const { cancel: _cancel, ...links } = waiting(planned).links;
    const done = planned.map((it): ProgressResource => ({ ...it, status: 'succeeded' }));
    const progress = { ...waiting(done).progress, stage: 'done' as const };
    api.show({ ...waiting(done), status: 'succeeded', progress, links, version: 9 });
    await page.getByText('Plan', { exact: true }).click();
    const change = page.locator('.change.delete', { hasText: 'no longer wanted' });
    await change.waitFor();
    expect(await change.count()).toBe(1);
  });

  describe.each([
    { colorScheme: 'light' as const, width: 1280 },
    { colorScheme: 'dark' as const, width: 360 },
  ])('$colorScheme, $width px', ({ colorScheme, width }) => {
    test('the plan and its dialog are accessible, and fit', async () => {
      const planned = (
        ['create', 'update', 'replace', 'delete', 'forget', 'same'] as const
      ).flatMap((operation) => resources('aws_db_instance', operation, 2));
      api.show(waiting(planned));
      api.plan = planOf(planned);
      const viewport = { width, height: 800 };
      const page = await browsing.open(`${api.url}/ui/operations/${ID}`, { colorScheme, viewport });
      await page.locator('.change.delete .folded summary').first().click();
      await page.getByText('2 unchanged', { exact: true }).click();
      await expectAccessible(page, 'plan');
      const html = page.locator('html');
      expect(await html.evaluate((root: { scrollWidth: number }) => root.scrollWidth)).toBe(width);
      await page.getByRole('button', { name: 'Confirm' }).click();
      await page.getByRole('dialog').waitFor();
      await expectAccessible(page, 'asked for the name');
    });
  });
}
