/** Pages of a browser for the tests of a file, and what they must not do: fail, or ask anybody else. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { withAxe } from './accessibility.ts';
import { launchBrowser } from './launch.ts';

const PATIENCE_MS = 15_000;

export interface Browsing {
  /** A page of its own session; closed after the test. */
  open(url: string, options?: BrowserContextOptions): Promise<Page>;
}

/** Starts a browser for the file. After each test it fails on what the pages have complained of. */
export function browseFor(origins: () => readonly string[]): Browsing {
  let browser: Browser;
  let contexts: BrowserContext[] = [];
  let faults: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });
  afterEach(async () => {
    const closing = contexts;
    contexts = [];
    for (const context of closing) await context.close();
    const found = faults;
    faults = [];
    expect(found).toEqual([]);
  });

  return {
    async open(url, options = {}) {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        // So that nothing is looked at in the middle of a movement.
        reducedMotion: 'reduce',
        ...options,
      });
      contexts.push(context);
      context.setDefaultTimeout(PATIENCE_MS);
      await withAxe(context);
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        // A server that is away is what some of the tests are about.
        const expected = /Failed to load resource|net::ERR_/.test(message.text());
        if (message.type() === 'error' && !expected) faults.push(message.text());
      });
      page.on('request', (request) => {
        const { origin } = new URL(request.url());
        if (!origins().includes(origin)) faults.push(`a request to ${request.url()}`);
      });
      await page.goto(url);
      return page;
    },
  };
}
