import { useState } from 'preact/hooks';
import { curlOf, typeWords, type Endpoint, type OpenApi } from './openapi.ts';
import { SchemaView } from './schema-view.tsx';
import { Text } from './text.tsx';

interface EndpointViewProps {
  document: OpenApi;
  endpoint: Endpoint;
  /** URL of the API. */
  server: string;
}

export function EndpointView({ document, endpoint, server }: EndpointViewProps) {
  const { method, path, summary, description, parameters, requestBody, responses } = endpoint;
  return (
    <article class="endpoint">
      <h1>{summary}</h1>
      <p class="request">
        <span class="method">{method}</span> <code>{path}</code>
      </p>
      <Text text={description} />
      <Example command={curlOf(endpoint, server)} />
      {parameters.length > 0 && (
        <section aria-labelledby="parameters">
          <h2 id="parameters">Parameters</h2>
          <ul class="fields">
            {parameters.map(({ name, in: place, required, description: text, schema = {} }) => (
              <li key={`${place}/${name}`}>
                <code>{name}</code>{' '}
                <span class="type">
                  {place}, {typeWords(schema)}
                  {required === true ? ', required' : ''}
                </span>
                <Text text={text} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {Object.entries(requestBody?.content ?? {})
        .slice(0, 1)
        .map(([type, { schema = {} }]) => (
          <section key={type} aria-labelledby="body">
            <h2 id="body">Body</h2>
            <p class="type">{Object.keys(requestBody?.content ?? {}).join(' or ')}</p>
            <SchemaView document={document} schema={schema} />
          </section>
        ))}
      <section aria-labelledby="responses">
        <h2 id="responses">Responses</h2>
        {responses.map(([status, { description: text, content = {} }]) => (
          <div key={status} class="response">
            <h3>{status}</h3>
            <Text text={text} />
            {Object.entries(content).map(([type, { schema = {} }]) => (
              <Shape key={type} document={document} type={type} schema={schema} />
            ))}
          </div>
        ))}
      </section>
    </article>
  );
}

function Shape({ document, type, schema }: { document: OpenApi; type: string; schema: object }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {type}: {typeWords(schema)}
      </summary>
      {isOpen && <SchemaView document={document} schema={schema} />}
    </details>
  );
}

function Example({ command }: { command: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = () => navigator.clipboard.writeText(command).then(() => setCopied(true));
  return (
    <section aria-labelledby="example">
      <h2 id="example">Example</h2>
      <pre tabIndex={0} role="region" aria-label="Command">
        <code>{command}</code>
      </pre>
      <button type="button" class="button" onClick={() => void copy().catch(() => undefined)}>
        {isCopied ? 'Copied' : 'Copy'}
      </button>
    </section>
  );
}
