export const OUTPUT_FORMATS = ['table', 'json', 'yaml', 'name'] as const;
/** The format of a command's standard output. */
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];
