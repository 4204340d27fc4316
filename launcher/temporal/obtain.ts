import type { Report } from '../../host/report.ts';

/** Places the program at `target`. Resolves to undefined, or to why that failed. */
export type ObtainTemporal = (
  target: string,
  version: string,
  options: { report: Report; signal: AbortSignal },
) => Promise<string | undefined>;
