/** The reference of the API: all requests, and one of them in full. The address names the request after `#`. */
import { useEffect, useState } from 'preact/hooks';
import { EndpointView } from './endpoint-view.tsx';
import { sectionsOf, type OpenApi, type Section } from './openapi.ts';
import { Text } from './text.tsx';

const PREFIX = '#request/';

interface ReferenceProps {
  document: OpenApi;
  basePath: string;
}

export function Reference({ document: api, basePath }: ReferenceProps) {
  const [sections] = useState(() => sectionsOf(api));
  const id = useRequestId();
  const endpoint = sections
    .flatMap(({ endpoints }) => endpoints)
    .find(({ operationId }) => operationId === id);
  const title = endpoint?.summary ?? 'API';
  useEffect(() => {
    document.title = `${title} · Slipway`;
  }, [title]);
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="top">
        <a class="brand" href={`${basePath}/ui`}>
          <span class="mark" aria-hidden="true" />
          Slipway
        </a>
        <nav aria-label="Main">
          <a href={`${basePath}/ui`}>Operations</a>
          <a href={`${basePath}/docs`} aria-current="page">
            API
          </a>
          <a href={`${basePath}/openapi.json`}>OpenAPI</a>
        </nav>
      </header>
      <div class="reference">
        <Index sections={sections} current={id} />
        <main id="main" tabIndex={-1}>
          {endpoint === undefined ? (
            <Overview api={api} />
          ) : (
            <EndpointView
              key={id}
              document={api}
              endpoint={endpoint}
              server={`${location.origin}${basePath}`}
            />
          )}
        </main>
      </div>
    </>
  );
}

function Overview({ api }: { api: OpenApi }) {
  return (
    <>
      <h1>{api.info.title} API</h1>
      <Text text={api.info.description} />
      <ul class="fields">
        {api.tags.map(({ name, description }) => (
          <li key={name}>
            <strong>{name}</strong>
            <Text text={description} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Index({
  sections,
  current,
}: {
  sections: readonly Section[];
  current: string | undefined;
}) {
  return (
    <nav class="index" aria-label="Requests">
      {sections.map(({ name, endpoints }) => (
        <details key={name} open={endpoints.some(({ operationId }) => operationId === current)}>
          <summary>{name}</summary>
          <ul>
            {endpoints.map(({ operationId, summary }) => (
              <li key={operationId}>
                <a
                  href={`${PREFIX}${operationId}`}
                  aria-current={operationId === current ? 'page' : undefined}
                >
                  {summary}
                </a>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </nav>
  );
}

/** Other addresses, such as that of the content, change nothing. */
function useRequestId(): string | undefined {
  const read = () =>
    location.hash.startsWith(PREFIX) ? location.hash.slice(PREFIX.length) : undefined;
  const [id, setId] = useState(read);
  useEffect(() => {
    const update = () => {
      if (location.hash !== '' && !location.hash.startsWith(PREFIX)) return;
      setId(read());
      document.getElementById('main')?.focus({ preventScroll: true });
      scrollTo(0, 0);
    };
    addEventListener('hashchange', update);
    return () => removeEventListener('hashchange', update);
  }, []);
  return id;
}
