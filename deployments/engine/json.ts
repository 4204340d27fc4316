import { parse, stringify } from 'lossless-json';

/** Parses text that may contain secrets. The error of JSON.parse itself would quote a part of the text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notJson(text);
  }
}

/** The same for values that are shown: their numbers keep the text that they have. */
export function parseExactly(text: string): unknown {
  try {
    return parse(text);
  } catch {
    throw notJson(text);
  }
}

/** Writes a value of `parseExactly` as JSON. */
export function exactJson(value: unknown): string {
  return stringify(value) ?? 'null';
}

function notJson(text: string): Error {
  return new Error(`the engine's output of ${text.length} characters is not JSON`);
}
