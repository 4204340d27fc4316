/** JSON merge patches (RFC 7396). */

type Values = Readonly<Record<string, unknown>>;

/** Returns the patch that turns one object into the other. Null takes a field out, and arrays are replaced. */
export function mergePatch(from: Values, to: Values): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const name of Object.keys(from)) if (to[name] === undefined) patch[name] = null;
  for (const [name, value] of Object.entries(to)) {
    const before = from[name];
    if (value === undefined || JSON.stringify(value) === JSON.stringify(before)) continue;
    patch[name] = isValues(value) && isValues(before) ? mergePatch(before, value) : value;
  }
  return patch;
}

export function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
