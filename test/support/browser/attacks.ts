/** What a page of another site tries with a server on this machine, from inside a browser. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page, Request } from 'playwright-core';

/** One request, and the means by which a page sends it. */
export interface Attack {
  by: 'fetch' | 'form' | 'image' | 'script' | 'events' | 'frame';
  url: string;
  /** GET unless given. Only `fetch` can choose it; a form sends POST. */
  method?: string;
  /** A simple request is sent without asking the server, and the page cannot read its answer. */
  simple?: boolean;
  headers?: Record<string, string>;
  body?: string;
}

/** What the page could read of an answer. */
export interface Loot {
  url: string;
  status?: number;
  text: string;
}

export interface Outcome {
  /** The method and the path. */
  request: string;
  /** The status, or why the browser blocked the answer. */
  answer: number | string;
}

const SCRIPT = path.join(import.meta.dirname, 'attack-page.mjs');

/** Carries out the attacks in a page. Resolves to how each request ended and what the page could read. */
export async function carryOut(
  page: Page,
  attacks: readonly Attack[],
): Promise<{ outcomes: Outcome[]; loot: Loot[] }> {
  const outcomes: Outcome[] = [];
  const name = (request: Request) => `${request.method()} ${new URL(request.url()).pathname}`;
  page.on('response', (response) => {
    outcomes.push({ request: name(response.request()), answer: response.status() });
  });
  page.on('requestfailed', (request) => {
    outcomes.push({ request: name(request), answer: request.failure()?.errorText ?? 'failed' });
  });
  await page.addScriptTag({ content: await readFile(SCRIPT, 'utf8') });
  const loot = await page.evaluate((all) => {
    const script = globalThis as unknown as {
      attempt(attacks: readonly Attack[]): Promise<Loot[]>;
    };
    return script.attempt(all);
  }, attacks);
  return { outcomes, loot };
}
