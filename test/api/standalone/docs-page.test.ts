import { expect, test } from 'vitest';
import { startLoneApi } from '../../support/api/lone-api.ts';

const BASE = '/api/v1';
const { api } = startLoneApi(BASE);

test('the page and everything that it references load from this server', async () => {
  const page = await api.get(`${BASE}/docs`);
  expect(page).toMatchObject({
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(/^default-src 'none'; script-src 'self';/),
    },
  });
  expect(page.headers['content-security-policy']).not.toMatch(/unsafe|http|\*/);
  const html = String(page.body);
  expect(html).not.toMatch(/\/\/|<style|\sstyle=|\son\w+=|<script>/);
  const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url);
  expect(named).toHaveLength(4);
  for (const url of named) {
    expect(url.startsWith(`${BASE}/`)).toBe(true);
    expect({ url, status: (await api.get(url)).status }).toEqual({ url, status: 200 });
  }
});

test('the script names no other origin', async () => {
  const script = String((await api.get(`${BASE}/docs/reference.js`)).body);
  const places = [...script.matchAll(/https?:\/\/[^"'`\s]+/g)].map(([url]) => url);
  expect(places.filter((url) => !url.startsWith('http://www.w3.org/'))).toEqual([]);
});

test.each(['index.html', 'page.js', 'reference.js.map', '..%2fpackage.json'])(
  'the page has no other files: %s',
  async (file) => {
    expect((await api.get(`${BASE}/docs/${file}`)).status).toBe(404);
  },
);

test('the page supports only reads', async () => {
  expect((await api.post(`${BASE}/docs/reference.js`)).status).toBe(404);
});
