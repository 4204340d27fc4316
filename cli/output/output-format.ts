export const OUTPUT_FORMATS = ['table', 'json', 'yaml', 'name'] as const;
/** The form of what a command answers on standard output. */
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];
