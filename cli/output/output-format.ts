export const OUTPUT_FORMATS = ['table', 'wide', 'json', 'yaml', 'name'] as const;
/** The format of a command's standard output. `wide` is a table with all columns, which is never shortened. */
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];
