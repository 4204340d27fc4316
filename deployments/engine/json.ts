/** Parses what may hold secrets: an error of JSON.parse itself would show a piece of it. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`not JSON: ${text.length} characters`);
  }
}
