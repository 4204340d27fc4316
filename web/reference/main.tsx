import { render } from 'preact';
import { isOpenApi } from './openapi.ts';
import { Reference } from './reference.tsx';

const place = document.getElementById('app');
const basePath = document.documentElement.dataset['basePath'] ?? '';

/** Shows the document, or why it cannot be shown. */
async function show(): Promise<void> {
  if (place === null) return;
  const answer = await fetch(`${basePath}/openapi.json`).catch(() => undefined);
  const api: unknown = await answer?.json().catch(() => undefined);
  if (isOpenApi(api)) render(<Reference document={api} basePath={basePath} />, place);
  else
    render(<p role="alert">The server does not answer. Check that Slipway is running.</p>, place);
}

void show();
