/** Tests the page in every state of an operation, frozen: its look, its accessibility and its controls. */
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LogLine } from '../../../contract/operations/log.ts';
import type { Operation } from '../../../contract/operations/operation.ts';
import { expectAccessible } from '../../support/browser/accessibility.ts';
import type { Browsing } from '../../support/browser/pages.ts';
import { eventually } from '../../support/eventually.ts';
import { DIST } from '../../support/stack/part.ts';
import { startStagedApi, type StagedApi } from '../../support/api/staged-api.ts';
import { stageCluster, type StagedCluster } from '../../support/api/staged-cluster.ts';

const BASE = '/api/v1';
const MAX_BYTES = 100_000;

function heading(page: Page, name: string) {
  return page.getByRole('heading', { name, exact: true });
}

async function widthOf(page: Page): Promise<number> {
  return page.locator('html').evaluate((root: { scrollWidth: number }) => root.scrollWidth);
}

/** Adds the origin of its server to `origins` before the first test. */
export function states(browsing: Browsing, origins: string[]): void {
  let api: StagedApi;
  let cluster: StagedCluster;
  let running: Operation;

  beforeAll(async () => {
    api = await startStagedApi(BASE);
    origins.push(new URL(api.url).origin);
  });
  afterAll(async () => {
    await api.close();
  });
  beforeEach(() => {
    cluster = stageCluster('demo', Date.now() - 12_000);
    running = cluster.at(12_000);
    api.ledger = cluster.ledger;
    api.timeline = [];
    api.log = [];
    api.acted = [];
    api.show(running);
  });

  const pageOf = ({ id }: Operation) => `${api.url}/ui/operations/${id}`;

  describe('a running operation', () => {
    test('shows its progress, its dependencies, and its critical path', async () => {
      const page = await browsing.open(pageOf(running));
      await heading(page, 'Create cluster demo').waitFor();
      expect(await page.locator('[aria-current=step]').textContent()).toContain('Provisioning');
      const bar = page.getByRole('progressbar', { name: 'Progress' });
      expect(await bar.getAttribute('aria-valuetext')).toBe('25 of 38 resources done');
      await page.getByText('Step 6 of 6, 2 resources').waitFor();
      const controlPlane = page.locator('.resource', { hasText: /^control plane main/ });
      expect(await controlPlane.textContent()).toContain('needs iam role cluster');

      await page.getByLabel('Critical path only').check();
      const critical = await page.locator('.chart .what').allTextContents();
      expect(critical).toEqual(
        ['vpc main', 'subnet public-a', 'control plane main'].map(
          (words) => `${words}, on the critical path`,
        ),
      );
    });

    test('updates with its events, and announces its end', async () => {
      const page = await browsing.open(pageOf(running));
      await page.getByText('25 of 38 resources done', { exact: true }).waitFor();
      const later = cluster.at(20_000);
      api.show(later);
      await page.getByText(later.progress.message, { exact: true }).waitFor();
      api.show(cluster.at(90_000));
      await page.getByText('38 done', { exact: true }).waitFor();
      await page.getByText('Create cluster demo: Succeeded. cluster demo is active').waitFor({
        state: 'attached',
      });
      expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
    });

    test('keeps its resources while no worker reports them', async () => {
      const page = await browsing.open(pageOf(running));
      await page.locator('.resource').first().waitFor();
      const progress = { ...running.progress, resources: [] };
      api.show({
        ...running,
        version: running.version + 1,
        progress: { ...progress, message: 'nobody answers' },
      });
      await page.getByText('nobody answers', { exact: true }).waitFor();
      expect(await page.locator('.resource').count()).toBe(38);
    });
  });

  describe('a dialog asks before', () => {
    test.each([
      { button: 'Confirm', yes: 'Apply the plan', path: 'confirm' },
      { button: 'Discard', yes: 'Discard the plan', path: 'discard' },
    ])('$path', async ({ button, yes, path: action }) => {
      const status = 'awaiting_confirmation' as const;
      api.show({ ...running, status, progress: { ...running.progress, stage: status } });
      const page = await browsing.open(pageOf(running));
      await page.locator('.badge', { hasText: 'Needs confirmation' }).waitFor();
      expect(await page.title()).toBe('Needs confirmation: Create cluster demo · Slipway');
      await page.getByRole('button', { name: button }).click();
      const sent = page.waitForRequest((request) => request.method() === 'POST');
      await page.getByRole('dialog').getByRole('button', { name: yes }).click();
      const request = await sent;
      expect(new URL(request.url()).pathname).toBe(`${BASE}/operations/${running.id}/${action}`);
      expect(request.headers()).toHaveProperty('idempotency-key');
    });

    test('a cancel, by keyboard alone', async () => {
      const page = await browsing.open(pageOf(running));
      const cancel = page.getByRole('button', { name: 'Cancel', exact: true });
      await cancel.focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Cancel “Create cluster demo”?' });
      await dialog.waitFor();
      await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({ state: 'detached' });
      expect(api.acted).toEqual([]);
      await page.locator('button:focus', { hasText: 'Cancel' }).waitFor();

      await page.keyboard.press('Enter');
      await dialog.waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await eventually(() => api.acted.length > 0);
      expect(api.acted).toEqual([`cancel ${running.id}`]);
      // The button goes away with its action, so the focus is on the content.
      await page.locator('main:focus').waitFor();
    });

    test('a cancel takes a reason, which the page shows', async () => {
      const page = await browsing.open(pageOf(running));
      await page.getByRole('button', { name: 'Cancel', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Reason (optional)').fill(' wrong region ');
      await dialog.getByRole('button', { name: 'Cancel the operation' }).click();
      await eventually(() => api.acted.length > 0);
      expect(api.acted).toEqual([`cancel ${running.id} wrong region`]);

      const at = new Date().toISOString();
      const decisions = [{ kind: 'cancel' as const, at, reason: 'wrong region' }];
      api.show({ ...running, version: running.version + 1, decisions });
      await heading(page, 'Decisions').waitFor();
      expect(await page.locator('.decisions').textContent()).toMatch(
        /^Canceled (just now|\d+ s ago)wrong region$/,
      );
      await expectAccessible(page, 'decided');
    });
  });

  describe('the log', () => {
    const line = (sequence: number, more: Partial<LogLine> = {}): LogLine => ({
      sequence,
      at: new Date().toISOString(),
      phase: 'step.started',
      level: 'info',
      message: `line ${sequence}`,
      ...more,
    });
    const THROTTLED = 'create control plane main: attempt 3, because it was throttled';

    test('is followed, searched, and downloaded', async () => {
      const urn = 'urn:slipway:local:clusters:demo:control_plane/main';
      api.log = [line(1), line(2, { message: THROTTLED, level: 'warn', urn })];
      const page = await browsing.open(pageOf(running));
      await page.getByText('Log', { exact: true }).click();
      await page.getByText(`WARN ${THROTTLED}`).waitFor();
      await page.getByText('2 lines; waiting for more').waitFor();

      api.log = [...api.log, ...Array.from({ length: 200 }, (_, i) => line(i + 3))];
      await page.getByText('202 lines; waiting for more').waitFor();
      const lines = page.getByRole('region', { name: 'Lines of the log' });
      await lines.getByText('line 202', { exact: true }).waitFor();
      const fromEnd = () =>
        lines.evaluate(
          (it: { scrollHeight: number; scrollTop: number; clientHeight: number }) =>
            it.scrollHeight - it.scrollTop - it.clientHeight,
        );
      expect(await fromEnd()).toBeLessThan(2);
      await lines.evaluate((it: { scrollTop: number }) => (it.scrollTop = 0));
      await eventually(async () => !(await page.getByLabel('Follow').isChecked()));

      await page.getByLabel('Search the log').fill('THROTTLED');
      await page.getByText('1 of 202 lines').waitFor();
      expect(await lines.locator('mark').allTextContents()).toEqual(['throttled']);
      await expectAccessible(page, 'log');

      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download' }).click();
      const stored = await download;
      expect(stored.suggestedFilename()).toBe(`${running.id}.log`);
      const text = readFileSync(await stored.path(), 'utf8');
      expect(text.split('\n')).toHaveLength(203);
      expect(text).toContain(`step.started WARN ${THROTTLED}`);

      await page.getByLabel('Search the log').fill('');
      api.show(cluster.at(90_000));
      await page.getByText('202 lines', { exact: true }).waitFor();
    });

    test('of an unknown kind of line is shown, and text is no markup', async () => {
      const phase = 'step.new' as LogLine['phase'];
      api.log = [line(1, { message: '<b>bold</b>', phase })];
      const page = await browsing.open(pageOf(running));
      await page.getByText('Log', { exact: true }).click();
      await page.getByText('<b>bold</b>').waitFor();
      expect(await page.locator('.log-line b').count()).toBe(0);
    });
  });

  describe('a failed operation', () => {
    beforeEach(() => {
      const survivors = cluster.nodes.filter(({ type }) => type === 'vpc').map(({ urn }) => urn);
      api.timeline = cluster.timeline(29_000);
      api.show(cluster.failed('node_group', survivors));
    });

    test('shows the reason, the survivors, and a retry', async () => {
      const page = await browsing.open(pageOf(running));
      await heading(page, 'Error').waitFor();
      await heading(page, '1 resource could not be undone and may still exist').waitFor();
      await page.getByText('urn:slipway:local:clusters:demo:vpc/main').waitFor();
      await page.locator('.rail .failed', { hasText: 'Provisioning' }).waitFor();
      await page.getByRole('button', { name: 'Retry' }).waitFor();
      const reason = /InsufficientInstanceCapacity/;
      expect(await page.getByRole('main').getByText(reason).count()).toBe(1);
      const link = page.getByRole('link', { name: 'Temporal’s Web UI' });
      expect(await link.getAttribute('href')).toMatch(/^http:\/\/127\.0\.0\.1:8233\//);
    });
  });

  test('what survives has one state everywhere, and its deletion comes first', async () => {
    const survivors = cluster.nodes.filter(({ type }) => type === 'vpc').map(({ urn }) => urn);
    const failed = cluster.failed('node_group', survivors);
    // The rollback has not come to the VPC, because something in it could not be deleted.
    const resources = failed.progress.resources.map((it) =>
      survivors.includes(it.urn)
        ? { ...it, operation: 'delete' as const, status: 'pending' as const }
        : it,
    );
    const { failed: broken, pending } = failed.progress.summary;
    const summary = { ...failed.progress.summary, failed: broken - 1, pending: pending + 1 };
    api.timeline = [
      ...cluster.timeline(29_000),
      {
        sequence: 500,
        at: failed.updatedAt,
        type: 'operation.stage',
        message: 'Stage rolling_back',
      },
    ];
    api.show({ ...failed, progress: { ...failed.progress, resources, summary } });
    const page = await browsing.open(pageOf(running));
    const vpc = page.locator('.resource', { hasText: /^vpc main/ });
    await vpc.waitFor();
    expect(await vpc.locator('.state').textContent()).toBe('may still exist');
    expect(await page.locator('.counts').textContent()).toContain('1 remaining');
    await page.locator('.rail .failed', { hasText: 'Rolling back' }).waitFor();
    expect(await page.locator('.button.primary').allTextContents()).toEqual(['Delete the cluster']);
    await page.getByRole('button', { name: 'Delete the cluster' }).click();
    const sent = page.waitForRequest((request) => request.method() === 'DELETE');
    const dialog = page.getByRole('dialog', { name: 'Delete cluster “demo”?' });
    await dialog.getByRole('button', { name: 'Delete the cluster' }).click();
    expect(new URL((await sent).url()).pathname).toBe(`${BASE}/clusters/demo`);
  });

  test('a resource has one duration, in the timeline and in the list', async () => {
    api.timeline = cluster.timeline(29_000);
    api.show(cluster.at(90_000));
    const page = await browsing.open(pageOf(running));
    await page.getByText('38 done', { exact: true }).waitFor();
    const took = (row: string) =>
      page
        .locator(row, { hasText: /^nat gateway/ })
        .first()
        .locator('.took')
        .textContent();
    expect(await took('.resource')).toMatch(/^\d/);
    expect(await took('.resource')).toBe(await took('.chart li'));
  });

  test('on paper, the page is black on white, without what can only be clicked', async () => {
    const page = await browsing.open(pageOf(running), { colorScheme: 'dark' });
    await page.locator('.resource').first().waitFor();
    const cancel = page.getByRole('button', { name: 'Cancel' });
    expect(await cancel.isVisible()).toBe(true);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await cancel.isVisible()).toBe(false);
    expect(await page.locator('.top nav').isVisible()).toBe(false);
    const ink = 'getComputedStyle(document.querySelector("h1")).color';
    expect(await page.evaluate<string>(ink)).toBe('rgb(24, 32, 43)');
  });

  test('a missing operation is reported', async () => {
    const page = await browsing.open(`${api.url}/ui/operations/01M85ZVC0FWGZ5V2BRCVY6G1ZZ`);
    expect(await page.getByRole('alert').textContent()).toContain('There is no such operation.');
  });

  test('an unreachable Temporal is reported, and the page recovers', async () => {
    api.away = true;
    const page = await browsing.open(pageOf(running));
    await page.getByText('Temporal cannot be reached, trying again').waitFor();
    api.away = false;
    await heading(page, 'Create cluster demo').waitFor();
    expect(await page.locator('.connection').textContent()).toBe('Live');
  });

  test('a link navigates without a reload, and Back returns', async () => {
    const page = await browsing.open(`${api.url}/ui`);
    await page.evaluate(() => Object.assign(globalThis, { kept: true }));
    await page.getByRole('link', { name: 'Create cluster demo' }).click();
    await heading(page, 'Create cluster demo').waitFor();
    expect(await page.title()).toBe('Create cluster demo · Slipway');
    await page.locator('main:focus').waitFor();
    await page.goBack();
    await heading(page, 'Operations').waitFor();
    expect(await page.evaluate(() => 'kept' in globalThis)).toBe(true);
  });

  describe.each([
    { colorScheme: 'light' as const, width: 1280 },
    { colorScheme: 'dark' as const, width: 360 },
  ])('$colorScheme, $width px', ({ colorScheme, width }) => {
    const options = { colorScheme, viewport: { width, height: 800 } };

    test('every status of the list has enough contrast', async () => {
      const others = (['succeeded', 'failed', 'canceled', 'canceling', 'pending'] as const).map(
        (status, i) => ({ ...running, id: `${running.id.slice(0, -1)}${i}`, status }),
      );
      api.show(running, ...others);
      const page = await browsing.open(`${api.url}/ui`, options);
      await page.locator('.badge.canceled').waitFor();
      await expectAccessible(page, 'statuses');
    });

    test('every part is accessible, and fits', async () => {
      const page = await browsing.open(`${api.url}/ui`, options);
      await page.getByRole('link', { name: 'Create cluster demo' }).waitFor();
      await expectAccessible(page, 'list');
      expect(await widthOf(page)).toBe(width);

      await page.getByRole('link', { name: 'Create cluster demo' }).click();
      await page.getByText('Step 6 of 6').waitFor();
      await expectAccessible(page, 'running');
      expect(await widthOf(page)).toBe(width);

      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('dialog').waitFor();
      await expectAccessible(page, 'asked');
      await page.keyboard.press('Escape');

      api.timeline = cluster.timeline(29_000);
      api.show({ ...cluster.failed('node_group', [running.id]), version: 100_000 });
      await heading(page, 'Error').waitFor();
      await expectAccessible(page, 'failed');
      expect(await widthOf(page)).toBe(width);
    });
  });

  describe.each(['light', 'dark'] as const)('the reference of the API, %s', (colorScheme) => {
    test('shows every request, is accessible, and leads back', async () => {
      const page = await browsing.open(`${api.url}/docs`, { colorScheme });
      await heading(page, 'Slipway API').waitFor();
      await expectAccessible(page, 'overview');
      await page.getByText('Clusters', { exact: true }).first().click();
      await page.getByRole('link', { name: 'Create a cluster' }).click();
      await heading(page, 'Create a cluster').waitFor();
      await page.locator('main:focus').waitFor();
      const command = await page.getByRole('region', { name: 'Command' }).textContent();
      expect(command).toContain(`'${api.url}/clusters'`);
      await page.getByText('Fields of nodeGroups').click();
      await page.getByText('desiredSize', { exact: true }).waitFor();
      await page.locator('.response summary').first().click();
      await expectAccessible(page, 'request');
      await page.goBack();
      await heading(page, 'Slipway API').waitFor();
      await page.getByRole('link', { name: 'Operations', exact: true }).click();
      await heading(page, 'Operations').waitFor();
    });
  });

  test('the whole page is less than 100 kB, compressed', () => {
    const sizes = ['page.js', 'style.css', 'icon.svg'].map(
      (name) => gzipSync(readFileSync(path.join(DIST, 'web', name))).length,
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_BYTES);
  });
}
