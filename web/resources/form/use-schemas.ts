/** Reads the OpenAPI document, from whose schemas the forms are made. It is read once. */
import { useEffect, useState } from 'preact/hooks';
import { orThrow } from '../../../client/problem-error.ts';
import { slipway } from '../../api.ts';
import type { Schemas } from '../../model/form/fields.ts';

let known: Schemas | undefined;

export interface DocumentState {
  schemas?: Schemas;
  error?: unknown;
}

export function useSchemas(): DocumentState {
  const [state, setState] = useState<DocumentState>(known === undefined ? {} : { schemas: known });
  useEffect(() => {
    if (known !== undefined) return undefined;
    const controller = new AbortController();
    read(controller.signal)
      .then((schemas) => {
        known = schemas;
        setState({ schemas });
      })
      .catch((error: unknown) => {
        if (!controller.signal.aborted) setState({ error });
      });
    return () => controller.abort();
  }, []);
  return state;
}

async function read(signal: AbortSignal): Promise<Schemas> {
  const document: unknown = orThrow(await slipway.api.GET('/openapi.json', { signal }));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answer's type is only that of some JSON
  const { components } = document as { components: { schemas: Schemas } };
  return components.schemas;
}
