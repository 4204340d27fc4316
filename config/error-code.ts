/** @returns the system's code of an error, for example `ENOENT`, or undefined if it has none */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
