/**
 * JSON merge patch (RFC 7396): objects are merged key by key, null removes a key, and any other value
 * replaces the old one.
 */
export function mergePatch(
  target: unknown,
  patch: Readonly<Record<string, unknown>>,
): Record<string, unknown>;
export function mergePatch(target: unknown, patch: unknown): unknown;
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  // A Map, because the keys come from a client and one of them may be `__proto__`.
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

/**
 * Applies the part of a merge patch whose values are the client's own data: each value is replaced as a whole, so
 * that it can contain null, and null in its place removes it.
 */
export function patchValues<Value>(
  target: Readonly<Record<string, Value>>,
  patch: Readonly<Record<string, Value>> = {},
): Record<string, Value> {
  const patched = new Map(Object.entries(target));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) patched.delete(name);
    else patched.set(name, value);
  }
  return Object.fromEntries(patched);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
