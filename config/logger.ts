import { pino, type DestinationStream, type Logger } from 'pino';

/** Logs one JSON object per line to standard error. `npm start` formats it for people. */
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
