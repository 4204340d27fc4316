/** Which part of a log a client wants. */
export interface LogRequest {
  /** The sequence of the last line that the client has. */
  after: number;
  /** Wait for new lines until the operation has ended. */
  follow: boolean;
  /** The largest number of lines to return. Absent: all of them. */
  limit?: number | undefined;
  /** Only the lines about this cloud resource: its URN, the end of its URN, or its address in the module. */
  resource?: string | undefined;
  /** Ends the reading. */
  signal: AbortSignal;
}
