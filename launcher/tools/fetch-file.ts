/** Downloads a file into memory, over https only. */
import { isDownloadUrl, shownUrl } from '../../config/download-url.ts';
import { linkedSignal } from '../../contract/linked-signal.ts';

/**
 * The deadline of each answer and of each further piece of it. It is short, so that a machine without
 * internet access soon tries the next way.
 */
const SILENCE_MS = 15_000;
const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;
const MAX_BYTES = 200 * 1024 * 1024;
const MAX_REDIRECTS = 5;

export interface FetchOptions {
  /** Honours the proxies of the machine. */
  fetch: (request: Request) => Promise<Response>;
  signal: AbortSignal;
  /** Called after each piece, with the number of bytes so far. */
  onProgress: (bytes: number) => void;
}

/**
 * Returns the content of a URL.
 *
 * @throws Error that says why it could not be downloaded
 */
export async function fetchFile(
  url: string,
  { fetch, signal, onProgress }: FetchOptions,
): Promise<Buffer> {
  const silence = silenceTimer();
  const ended = linkedSignal([signal, silence.signal], DOWNLOAD_TIMEOUT_MS);
  try {
    const response = await follow(url, { fetch, signal: ended.signal, onAnswer: silence.restart });
    const parts: Uint8Array[] = [];
    let size = 0;
    const body: AsyncIterable<Uint8Array> = response;
    for await (const part of body) {
      silence.restart();
      size += part.length;
      if (size > MAX_BYTES) throw new Error(`${shownUrl(url)} is larger than ${MAX_BYTES} bytes`);
      parts.push(part);
      onProgress(size);
    }
    return Buffer.concat(parts);
  } finally {
    ended.release();
    silence.stop();
  }
}

/** Follows redirects by itself, because `fetch` would also follow one that leaves https. */
async function follow(
  start: string,
  { fetch, signal, onAnswer }: Pick<FetchOptions, 'fetch' | 'signal'> & { onAnswer: () => void },
): Promise<AsyncIterable<Uint8Array>> {
  let url = start;
  if (!isDownloadUrl(url)) throw new Error(`${shownUrl(url)} is not an https:// URL`);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const response = await fetch(new Request(url, { redirect: 'manual', signal }));
    onAnswer();
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) {
      if (!response.ok || response.body === null)
        throw new Error(`${shownUrl(url)} returned status ${response.status}`);
      return response.body;
    }
    await response.body?.cancel();
    const next = new URL(location, url).href;
    if (!isDownloadUrl(next, url)) {
      throw new Error(
        `${shownUrl(url)} redirects to ${shownUrl(next)}, which is not an https:// URL`,
      );
    }
    url = next;
  }
  throw new Error(`${shownUrl(start)} redirects more than ${MAX_REDIRECTS} times`);
}

/** Aborts its signal when it is not restarted for a while. */
function silenceTimer() {
  const silent = new AbortController();
  const abort = () => {
    silent.abort(new Error(`nothing arrived for ${SILENCE_MS / 1_000} s`));
  };
  let timer = setTimeout(abort, SILENCE_MS);
  return {
    signal: silent.signal,
    restart() {
      clearTimeout(timer);
      timer = setTimeout(abort, SILENCE_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
