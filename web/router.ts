/** Chooses the view by the page's URL. Clicks on links change the view without loading the page again. */
import { useEffect, useState } from 'preact/hooks';
import { basePath } from './api.ts';

const ROOT = `${basePath}/ui`;
const OPERATION = /^\/operations\/([^/]+)\/?$/;

export const paths = {
  list: (query = ''): string => (query === '' ? ROOT : `${ROOT}?${query}`),
  operation: (id: string): string => `${ROOT}/operations/${encodeURIComponent(id)}`,
  documentation: `${basePath}/docs`,
};

export type View =
  | { name: 'list'; query: URLSearchParams }
  | { name: 'operation'; id: string }
  | { name: 'not_found' };

function viewOf({ pathname, search }: Location): View {
  const path = pathname.slice(ROOT.length);
  if (path === '' || path === '/') return { name: 'list', query: new URLSearchParams(search) };
  const id = OPERATION.exec(path)?.[1];
  return id === undefined
    ? { name: 'not_found' }
    : { name: 'operation', id: decodeURIComponent(id) };
}

const CHANGED = 'slipway:navigated';

/**
 * Shows another view.
 *
 * @param mode `replace` adds no entry to the browser's history, for example while a filter is being typed
 */
export function navigate(path: string, mode: 'push' | 'replace' = 'push'): void {
  history[mode === 'push' ? 'pushState' : 'replaceState'](null, '', path);
  if (mode === 'push') scrollTo(0, 0);
  dispatchEvent(new Event(CHANGED));
}

export function useView(): View {
  const [view, setView] = useState(() => viewOf(location));
  useEffect(() => {
    const update = () => setView(viewOf(location));
    addEventListener('popstate', update);
    addEventListener(CHANGED, update);
    document.addEventListener('click', followLink);
    return () => {
      removeEventListener('popstate', update);
      removeEventListener(CHANGED, update);
      document.removeEventListener('click', followLink);
    };
  }, []);
  return view;
}

/** Handles plain clicks on links to this page's views. The browser handles all others. */
function followLink(event: MouseEvent): void {
  const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (event.defaultPrevented || event.button !== 0 || modified) return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || link.target !== '' || link.origin !== location.origin) return;
  if (link.pathname !== ROOT && !link.pathname.startsWith(`${ROOT}/`)) return;
  if (link.hash !== '') return;
  event.preventDefault();
  navigate(link.pathname + link.search);
}
