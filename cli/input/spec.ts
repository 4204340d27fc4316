/** The body of a request, before the service has checked it. */
export type Spec = Record<string, unknown>;

export function isSpec(value: unknown): value is Spec {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True if the spec has a name. The server checks everything else, and reports all faults at once. */
export function isNamed(spec: Spec): spec is Spec & { name: string } {
  return typeof spec['name'] === 'string' && spec['name'] !== '';
}
