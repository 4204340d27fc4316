/** A form for a request: its fields, a preview of its plan, and the commands that send the same. */
import { useMemo, useRef, useState } from 'preact/hooks';
import { fieldsFor, type FormRequest } from '../../model/form/request.ts';
import { isValues } from '../../model/form/merge-patch.ts';
import type { Field } from '../../model/form/fields.ts';
import type { Operation } from '../../model/types.ts';
import { announce } from '../../parts/announcer.tsx';
import { Problem } from '../../parts/problem.tsx';
import { navigate, paths } from '../../router.ts';
import { submitRequest } from '../calls.ts';
import { Commands } from './commands.tsx';
import { FaultsContext, faultsOf, fieldId } from './faults.ts';
import { Fields } from './fields.tsx';
import { Preview } from './preview.tsx';

type Values = Readonly<Record<string, unknown>>;

interface RequestFormProps {
  fields: readonly Field[];
  /** The values that the form begins with. */
  initial: Values;
  /** The provider of the resource, if it is fixed. */
  provider?: string | undefined;
  /** The label of the button that sends the request. */
  action: string;
  requestOf(values: Values): FormRequest;
}

interface Outcome {
  error?: unknown;
  preview?: Operation;
}

type Sending = 'preview' | 'submit';

export function RequestForm({ fields, initial, provider, action, requestOf }: RequestFormProps) {
  const [values, setValues] = useState<Values>(initial);
  const [{ error, preview }, setOutcome] = useState<Outcome>({});
  const [sending, setSending] = useState<Sending>();
  const outcome = useRef<HTMLDivElement>(null);
  const chosen = provider ?? providerOf(values, fields);
  const shown = useMemo(() => fieldsFor(fields, chosen), [fields, chosen]);
  const names = shown.map(({ name }) => name);
  const request = requestOf(
    Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name))),
  );
  const faults = useMemo(() => faultsOf(error), [error]);

  async function send(as: Sending): Promise<void> {
    setSending(as);
    setOutcome({});
    try {
      const operation = await submitRequest(request, as === 'preview');
      if (as === 'submit') navigate(paths.operation(operation.id));
      else setOutcome({ preview: operation });
    } catch (failure) {
      setOutcome({ error: failure });
      announce('The request was refused.');
    } finally {
      setSending(undefined);
      outcome.current?.focus();
    }
  }

  return (
    <FaultsContext.Provider value={faults}>
      <form
        class="request"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send('preview');
        }}
      >
        <Fields
          fields={shown}
          pointer=""
          value={values}
          change={(next) => {
            setValues(isValues(next) ? next : {});
            // The plan no longer belongs to the request.
            setOutcome((before) => (before.error === undefined ? {} : { error: before.error }));
          }}
        />
        <div class="submit">
          <button type="submit" class="button" disabled={sending !== undefined}>
            {sending === 'preview' ? 'Planning…' : 'Preview the plan'}
          </button>
          <button
            type="button"
            class="button primary"
            disabled={sending !== undefined}
            onClick={() => void send('submit')}
          >
            {sending === 'submit' ? 'Sending…' : action}
          </button>
        </div>
      </form>
      <div ref={outcome} tabIndex={-1} class="outcome-of-form">
        {error !== undefined && <Problem error={error} />}
        {faults.size > 0 && <Faults faults={faults} />}
        {preview !== undefined && <Preview operation={preview} />}
      </div>
      <Commands request={request} />
    </FaultsContext.Provider>
  );
}

/** Each links to its field. */
function Faults({ faults }: { faults: ReadonlyMap<string, string> }) {
  return (
    <ul class="faults" aria-label="Faults">
      {[...faults].map(([pointer, detail]) => (
        <li key={pointer}>
          <a href={`#${fieldId(pointer)}`}>{pointer.slice(1).replaceAll('/', ' › ')}</a>: {detail}
        </li>
      ))}
    </ul>
  );
}

/** The provider that the form has chosen, or the default one. Undefined for kinds without a provider. */
function providerOf(values: Values, fields: readonly Field[]): string | undefined {
  const field = fields.find(({ name }) => name === 'provider');
  const provider = values['provider'] ?? field?.fallback;
  return typeof provider === 'string' ? provider : undefined;
}
