const DECIMAL = /^[-+]?(\d*)\.?(\d*)(?:e([-+]?\d+))?$/i;

/** True if the number has exactly the value that its text has. A number has about 16 digits. */
export function isExact(text: string, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  const written = digitsOf(text);
  // Other forms, such as 0x1f, are whole numbers.
  return written === undefined ? Number.isSafeInteger(value) : written === digitsOf(String(value));
}

/** A string of JSON, or a number outside of one. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** Returns the first number in a text of JSON that would be rounded; undefined if there is none. */
export function firstInexact(json: string): string | undefined {
  for (const [token] of json.matchAll(TOKENS)) {
    if (!token.startsWith('"') && !isExact(token, Number(token))) return token;
  }
  return undefined;
}

/** Returns the digits without zeros around them, and their exponent: `1.30` → `13e-1`. */
function digitsOf(text: string): string | undefined {
  const [match, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  if (match === undefined) return undefined;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
