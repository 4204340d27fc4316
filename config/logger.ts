import { pino, type DestinationStream, type Logger } from 'pino';

/** One JSON object a line on standard error; `npm start` makes it readable. */
export function createLogger(
  process_: string,
  level: string,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  return pino(
    { level, base: { process: process_ }, timestamp: pino.stdTimeFunctions.isoTime },
    destination,
  );
}
export type { Logger };
