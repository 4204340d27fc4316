import { useEffect, useRef } from 'preact/hooks';
import { useConnection, type ConnectionState } from './connection.ts';
import { OperationList } from './list/operation-list.tsx';
import { OperationPage } from './operation/operation-page.tsx';
import { Announcer } from './parts/announcer.tsx';
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
  return (
    <>
      <h1>Page not found</h1>
      <p>
        <a href={paths.list()}>All operations</a>
      </p>
    </>
  );
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
  const place = view.name === 'operation' ? view.id : view.name;
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [place]);
}
