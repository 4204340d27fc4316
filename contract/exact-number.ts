const DECIMAL = /^[-+]?(\d*)\.?(\d*)(?:e([-+]?\d+))?$/i;

/** True if the number has exactly the value that its text has. A number has about 16 digits. */
export function isExact(text: string, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  const written = digitsOf(text);
  // Other forms, such as 0x1f, are whole numbers.
  return written === undefined ? Number.isSafeInteger(value) : written === digitsOf(String(value));
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
