import { useEffect, useRef } from 'preact/hooks';
import { RESOURCE_TYPES } from '../contract/vocabulary.ts';
import { useConnection, type ConnectionState } from './connection.ts';
import { OperationList } from './list/operation-list.tsx';
import { collectionLabel } from './model/labels.ts';
import { NotFound } from './not-found.tsx';
import { OperationPage } from './operation/operation-page.tsx';
import { Announcer } from './parts/announcer.tsx';
import { ChangePage } from './resources/form/change-page.tsx';
import { CreatePage } from './resources/form/create-page.tsx';
import { ResourceList } from './resources/list/resource-list.tsx';
import { ResourcePage } from './resources/page/resource-page.tsx';
import { paths, useView, type View } from './router.ts';

export function App() {
  const view = useView();
  useFocus(view);
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="top">
        <a class="brand" href={paths.list()}>
          <span class="mark" aria-hidden="true" />
          Slipway
        </a>
        <nav aria-label="Main">
          <a href={paths.list()} aria-current={view.name === 'list' ? 'page' : undefined}>
            Operations
          </a>
          {RESOURCE_TYPES.map((type) => (
            <a
              key={type}
              href={paths.resources(type)}
              aria-current={view.name === 'resources' && view.type === type ? 'page' : undefined}
            >
              {collectionLabel(type)}
            </a>
          ))}
          <a href={paths.documentation}>API</a>
        </nav>
        <Connection />
      </header>
      <main id="main" tabIndex={-1}>
        <CurrentView view={view} />
      </main>
      <Announcer />
    </>
  );
}

function CurrentView({ view }: { view: View }) {
  if (view.name === 'list') return <OperationList query={view.query} />;
  if (view.name === 'operation') return <OperationPage key={view.id} id={view.id} />;
  if (view.name === 'resources') {
    return <ResourceList key={view.type} type={view.type} query={view.query} />;
  }
  if (view.name === 'resource') {
    return <ResourcePage key={`${view.type}/${view.id}`} type={view.type} id={view.id} />;
  }
  if (view.name === 'create') return <CreatePage key={view.type} type={view.type} />;
  if (view.name === 'change') {
    return <ChangePage key={`${view.type}/${view.id}`} type={view.type} id={view.id} />;
  }
  return <NotFound />;
}

const CONNECTION: Record<ConnectionState, string> = {
  live: 'Live',
  lost: 'Connection lost, trying again',
  no_temporal: 'Temporal cannot be reached, trying again',
};

function Connection() {
  const state = useConnection();
  return (
    <p class={`connection ${state}`} role="status">
      <span class="dot" aria-hidden="true" />
      {CONNECTION[state]}
    </p>
  );
}

/** Moves the focus to the new content, for users of keyboards and screen readers. */
function useFocus(view: View): void {
  const place = placeOf(view);
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [place]);
}

/** Two views with the same place differ only in their filters, which need the focus to stay. */
function placeOf(view: View): string {
  switch (view.name) {
    case 'operation':
      return view.id;
    case 'resources':
      return view.type;
    case 'resource':
      return `${view.type}/${view.id}`;
    case 'create':
      return `create ${view.type}`;
    case 'change':
      return `change ${view.type}/${view.id}`;
    case 'list':
    case 'not_found':
      return view.name;
  }
}
