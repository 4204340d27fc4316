/** Chooses the view by the page's URL. Clicks on links change the view without loading the page again. */
import { useEffect, useState } from 'preact/hooks';
import { RESOURCE_KINDS, RESOURCE_TYPES, type ResourceType } from '../contract/vocabulary.ts';
import { canChange } from './model/form/request.ts';
import { basePath } from './api.ts';
import { scrollMemory } from './scroll.ts';

const ROOT = `${basePath}/ui`;

export const paths = {
  list: (query = ''): string => withQuery(ROOT, query),
  operation: (id: string): string => `${ROOT}/operations/${encodeURIComponent(id)}`,
  resources: (type: ResourceType, query = ''): string =>
    withQuery(`${ROOT}/${RESOURCE_KINDS[type].collection}`, query),
  resource: (type: ResourceType, id: string): string =>
    `${paths.resources(type)}/${encodeURIComponent(id)}`,
  create: (type: ResourceType): string => `${ROOT}/create/${RESOURCE_KINDS[type].collection}`,
  change: (type: ResourceType, id: string): string => `${paths.resource(type, id)}/change`,
  documentation: `${basePath}/docs`,
};

function withQuery(path: string, query: string): string {
  return query === '' ? path : `${path}?${query}`;
}

export type View =
  | { name: 'list'; query: URLSearchParams }
  | { name: 'operation'; id: string }
  | { name: 'resources'; type: ResourceType; query: URLSearchParams }
  | { name: 'resource'; type: ResourceType; id: string }
  | { name: 'create'; type: ResourceType }
  | { name: 'change'; type: ResourceType; id: string }
  | { name: 'not_found' };

function viewOf({ pathname, search }: Location): View {
  if (pathname !== ROOT && !pathname.startsWith(`${ROOT}/`)) return { name: 'not_found' };
  const [collection = '', id, form, ...rest] = segmentsOf(pathname.slice(ROOT.length));
  const query = new URLSearchParams(search);
  const type = typeOf(collection);
  if (rest.length > 0) return { name: 'not_found' };
  if (type !== undefined && id !== undefined && form === 'change') {
    return canChange(type) ? { name: 'change', type, id } : { name: 'not_found' };
  }
  if (form !== undefined) return { name: 'not_found' };
  if (type !== undefined) {
    return id === undefined ? { name: 'resources', type, query } : { name: 'resource', type, id };
  }
  if (collection === '') return { name: 'list', query };
  if (collection === 'operations') {
    return id === undefined ? { name: 'list', query } : { name: 'operation', id };
  }
  const created = collection === 'create' && id !== undefined ? typeOf(id) : undefined;
  return created === undefined ? { name: 'not_found' } : { name: 'create', type: created };
}

function typeOf(collection: string): ResourceType | undefined {
  return RESOURCE_TYPES.find((type) => RESOURCE_KINDS[type].collection === collection);
}

/** The decoded segments of a path. One that cannot be decoded stays as it is. */
function segmentsOf(path: string): string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => {
      try {
        return decodeURIComponent(segment);
      } catch {
        return segment;
      }
    });
}

const CHANGED = 'slipway:navigated';

/**
 * Shows another view.
 *
 * @param mode `replace` adds no entry to the browser's history, for example while a filter is being typed
 */
export function navigate(path: string, mode: 'push' | 'replace' = 'push'): void {
  if (mode === 'push') {
    history.pushState(scrollMemory.newEntry(), '', path);
    scrollTo(0, 0);
  } else {
    history.replaceState(history.state, '', path);
  }
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
