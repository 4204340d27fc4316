/** Turns the engine's diagnostics into the error that a client sees. */
import { cutText } from '../../contract/cut-text.ts';
import { MAX_MESSAGE_LENGTH } from '../../contract/vocabulary.ts';
import { ENGINE_FAILED, errorKind, type Fallback } from './error-kinds.ts';
import { EngineError } from './error.ts';
import type { Diagnostic } from './messages.ts';
import { placeOf, type DiagnosticContext } from './shown-diagnostics.ts';

/** The other errors that a message names, and the length of each. */
const MAX_OTHERS = 3;
const MAX_OTHER_LENGTH = 120;

export interface ErrorContext extends DiagnosticContext {
  /** The error if the diagnostic matches no kind and names no resource. */
  otherwise: Fallback;
  /** The resource that failed, in case the diagnostics do not name it. */
  address?: string | undefined;
  /** The message if there is no diagnostic. */
  detail: string;
}

/**
 * Returns the first error among the diagnostics, or `engine_failed` without one. The message has no
 * secrets.
 */
export function engineError(
  diagnostics: readonly Diagnostic[],
  options: ErrorContext,
): EngineError {
  const { redact, maskAddress } = options;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  // Prefer an error that names a resource: it is the cause, and the others follow from it.
  const first = errors.find(({ address }) => address !== undefined) ?? errors[0];
  if (first === undefined) {
    const detail = redact(options.detail)
      .trim()
      .slice(-MAX_MESSAGE_LENGTH / 2);
    return new EngineError({
      ...ENGINE_FAILED,
      message:
        detail === '' ? 'The engine failed and wrote no message.' : `The engine failed: ${detail}`,
    });
  }
  const named = first.address ?? options.address;
  const address = named === undefined ? undefined : maskAddress(named);
  const { kind, advice } = errorKind(first, named, options.otherwise);
  const where = address === undefined ? '' : `${address}: `;
  const detail = first.detail.replaceAll(/\s+/g, ' ').trim();
  const others = otherErrors(
    errors.filter((error) => error !== first),
    options,
  );
  const more = advice === undefined ? others : ` ${advice}${others}`;
  const message = `${where}${titleOf(first, options)}${detail === '' ? '.' : `. ${detail}`}`;
  return new EngineError(
    { ...kind, message: `${cutText(redact(message), MAX_MESSAGE_LENGTH - more.length)}${more}` },
    address,
  );
}

/** The summary with its place in the module. */
function titleOf(
  diagnostic: Diagnostic,
  { workingDirectory }: Pick<ErrorContext, 'workingDirectory'>,
): string {
  const found = placeOf(diagnostic, workingDirectory);
  const place = found === undefined ? '' : ` (${found.file}:${found.line})`;
  return `${diagnostic.summary.trim()}${place}`;
}

/** Names the first of the other errors, so that all can be mended at once; '' if there are none. */
function otherErrors(others: readonly Diagnostic[], options: ErrorContext): string {
  if (others.length === 0) return '';
  const titles = others.slice(0, MAX_OTHERS).map((error) => {
    const where = error.address === undefined ? '' : `${options.maskAddress(error.address)}: `;
    return options.redact(`${where}${titleOf(error, options)}`).slice(0, MAX_OTHER_LENGTH);
  });
  const rest = others.length > MAX_OTHERS ? '; …' : '';
  return ` And ${others.length} more: ${titles.join('; ')}${rest}.`;
}
