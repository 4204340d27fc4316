/** Parses text that may contain secrets. The error of JSON.parse itself would quote a part of the text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`the engine's output of ${text.length} characters is not JSON`);
  }
}
