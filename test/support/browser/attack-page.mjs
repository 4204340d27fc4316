/**
 * Runs in a browser, as the script of a page of another site. Defines `attempt`, which carries out attacks
 * one after the other and returns what the page could read. test/support/browser/attacks.ts has the types.
 */
globalThis.attempt = async (attacks) => {
  const found = [];
  for (const attack of attacks) {
    const loot = await means[attack.by](attack).catch(() => undefined);
    if (loot !== undefined) found.push({ url: attack.url, ...loot });
  }
  return found;
};

const means = {
  async fetch({ url, method = 'GET', simple = false, headers, body }) {
    const mode = simple ? 'no-cors' : 'cors';
    const response = await fetch(url, { method, mode, headers, body, credentials: 'include' });
    if (response.type === 'opaque') return undefined;
    return { status: response.status, text: await response.text() };
  },

  async form({ url, body = '' }) {
    const frame = element('iframe', { name: `frame-${Math.random()}` });
    document.body.append(frame);
    const form = element('form', {
      action: url,
      method: 'post',
      enctype: 'text/plain',
      target: frame.name,
    });
    // The browser sends `name=value`. So the equals sign must be a part of the JSON.
    form.append(element('input', { name: body.replace(/}$/, ',"x":"'), value: body && '"}' }));
    document.body.append(form);
    const loaded = new Promise((resolve) => {
      frame.addEventListener('load', resolve);
    });
    form.submit();
    await loaded;
    return textOf(frame);
  },

  image: ({ url }) => loads(element('img', { src: url })),
  script: ({ url }) => loads(element('script', { src: url })),

  async frame({ url }) {
    const frame = element('iframe', { src: url });
    await loads(frame);
    return textOf(frame);
  },

  events: ({ url }) =>
    new Promise((resolve) => {
      const source = new EventSource(url);
      const end = (loot) => {
        source.close();
        resolve(loot);
      };
      source.addEventListener('open', () => end({ text: 'opened' }));
      source.addEventListener('error', () => end(undefined));
    }),
};

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

/** Resolves to undefined unless the browser gives the content to the page. */
function loads(target) {
  return new Promise((resolve) => {
    target.addEventListener('load', () => resolve({ text: 'loaded' }));
    target.addEventListener('error', () => resolve(undefined));
    document.body.append(target);
  });
}

function textOf(frame) {
  const body = frame.contentDocument?.body;
  return body ? { text: body.textContent } : undefined;
}
