/** Checks the accessibility of a page: WCAG 2.2 AA and axe's best practices. */
import axe from 'axe-core';
import { expect } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';

/**
 * Injects axe into every page of the context. The page's content security policy would refuse a script
 * tag.
 */
export async function withAxe(context: BrowserContext): Promise<void> {
  await context.addInitScript({ content: axe.source });
}

/** Fails with every violation that axe finds, of any impact. */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  const violations = await page.evaluate(async () => {
    const { axe: tool } = globalThis as unknown as { axe: typeof axe };
    const found = await tool.run({ resultTypes: ['violations'] });
    return found.violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      at: nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary ?? ''}`),
    }));
  });
  expect({ state, violations }).toEqual({ state, violations: [] });
}
