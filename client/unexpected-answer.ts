/** Errors for answers that are not what was asked for, for example from a proxy or a captive portal. */

/** An answer that Slipway does not give to this request. The message says what came, and from where. */
export class UnexpectedAnswerError extends Error {
  override readonly name = 'UnexpectedAnswerError';
  /** The address of Slipway to use instead, if the answer names one. */
  readonly address: string | undefined;

  constructor(message: string, address?: string) {
    super(message);
    this.address = address;
  }
}

/** Returns the request or response in words, for example `GET http://localhost:3000/clusters`. */
export function describeRequest({ method, url }: Request): string {
  return `${method} ${publicUrl(url)}`;
}

/** Returns a URL without user, password, query and fragment, which may be secret. */
export function publicUrl(url: string): string {
  if (!URL.canParse(url)) return url.replace(/[?#].*/s, '').replace(/\/\/[^/]*@/, '//');
  const { origin, protocol, host, pathname } = new URL(url);
  // Only http and https have an origin.
  return `${origin === 'null' ? `${protocol}//${host}` : origin}${pathname}`;
}

/** Returns the status and the content type of an answer in words. */
export function describeAnswer({ status, headers }: Response): string {
  const type = headers.get('Content-Type');
  return `status ${status} and ${type === null ? 'no content type' : `content type ${type}`}`;
}
