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
  expect(named).toHaveLength(5);
  for (const url of named) {
    expect(url.startsWith(`${BASE}/`)).toBe(true);
    expect({ url, status: (await api.get(url)).status }).toEqual({ url, status: 200 });
  }
});

test('the style sheet and the start of the page name no other origin', async () => {
  const css = String((await api.get(`${BASE}/docs/swagger-ui.css`)).body);
  const urls = [...css.matchAll(/url\(["']?(.{5})/g)].map(([, start]) => start);
  expect(new Set(urls)).toEqual(new Set(['data:']));
  expect(css).not.toContain('@import');
  const start = await api.get(`${BASE}/docs/start.js`);
  expect(start.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(start.body).toContain(`"url":"${BASE}/openapi.json"`);
  expect(start.body).toContain('"validatorUrl":null');
  expect(start.body).not.toContain('//');
});

test.each(['index.html', 'package.json', 'swagger-initializer.js', '..%2fpackage.json'])(
  'the page has no other files: %s',
  async (file) => {
    expect((await api.get(`${BASE}/docs/${file}`)).status).toBe(404);
  },
);

test('the page supports only reads', async () => {
  expect((await api.post(`${BASE}/docs/start.js`)).status).toBe(404);
});
