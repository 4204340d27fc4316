/** Which view is shown, by the page's address. Links are plain links; a click on one loads nothing anew. */
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
  | { name: 'nowhere' };

function viewOf({ pathname, search }: Location): View {
  const path = pathname.slice(ROOT.length);
  if (path === '' || path === '/') return { name: 'list', query: new URLSearchParams(search) };
  const id = OPERATION.exec(path)?.[1];
  return id === undefined ? { name: 'nowhere' } : { name: 'operation', id: decodeURIComponent(id) };
}

const CHANGED = 'slipway:navigated';

/** @param mode `replace` for what is no step back, a filter that is being typed say */
export function navigate(path: string, mode: 'push' | 'replace' = 'push'): void {
  history[mode === 'push' ? 'pushState' : 'replaceState'](null, '', path);
  if (mode === 'push') scrollTo(0, 0);
  dispatchEvent(new Event(CHANGED));
}

export function useView(): View {
  const [view, setView] = useState(() => viewOf(location));
  useEffect(() => {
    const look = () => setView(viewOf(location));
    addEventListener('popstate', look);
    addEventListener(CHANGED, look);
    document.addEventListener('click', followLink);
    return () => {
      removeEventListener('popstate', look);
      removeEventListener(CHANGED, look);
      document.removeEventListener('click', followLink);
    };
  }, []);
  return view;
}

/** A plain click on a link to one of our own views; all others are the browser's. */
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
