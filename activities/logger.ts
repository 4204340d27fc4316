/** What activities need of a logger. */
export interface Logger {
  warn(fields: object, message: string): void;
}
