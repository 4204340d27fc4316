/** An object of unknown form, such as the data of an answer. */
export type Json = Record<string, unknown>;

/** The objects in the list with this name; none if there is no such list. */
export function objectsIn(data: Json, name: string): Json[] {
  const list = data[name];
  return Array.isArray(list) ? list.filter(isObject) : [];
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text of a field; empty if it has none. */
export function textIn(data: Json, name: string): string {
  const value = data[name];
  return typeof value === 'string' ? value : '';
}
