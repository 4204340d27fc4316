/**
 * Opens browser pages for the tests of a file, and fails when a page logs an error or calls a foreign
 * origin.
 */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { withAxe } from './accessibility.ts';
import { launchBrowser } from './launch.ts';

const PATIENCE_MS = 15_000;

export interface Browsing {
  /** A page with its own session, which is closed after the test. */
  open(url: string, options?: BrowserContextOptions): Promise<Page>;
  /** An empty page for another site, whose errors and requests are not checked. */
  openForeign(): Promise<Page>;
}

/** Starts a browser for the file. Each test fails when one of its pages has logged an error. */
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
        // Without animations, so that no check sees a page in the middle of one.
        reducedMotion: 'reduce',
        ...options,
      });
      contexts.push(context);
      context.setDefaultTimeout(PATIENCE_MS);
      await withAxe(context);
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        // Some tests stop the server on purpose.
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
    async openForeign() {
      const context = await browser.newContext();
      contexts.push(context);
      context.setDefaultTimeout(PATIENCE_MS);
      return context.newPage();
    },
  };
}
