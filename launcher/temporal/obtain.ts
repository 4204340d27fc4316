import type { Report } from '../../host/report.ts';

/** Places the program at `target`. Resolves to why that failed, or to undefined. */
export type ObtainTemporal = (
  target: string,
  version: string,
  options: { report: Report; signal: AbortSignal },
) => Promise<string | undefined>;
