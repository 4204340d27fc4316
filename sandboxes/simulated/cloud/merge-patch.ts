/** Applies a JSON merge patch (RFC 7396) of depth one: `null` removes a key. */
export function mergePatch<Value>(
  target: Record<string, Value>,
  patch: Record<string, Value | null>,
): Record<string, Value> {
  const merged: Record<string, Value> = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = value;
  }
  return merged;
}
