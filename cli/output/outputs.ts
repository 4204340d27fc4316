export const OUTPUTS = ['table', 'json', 'yaml', 'name'] as const;
/** The form of what a command answers on standard output. */
export type Output = (typeof OUTPUTS)[number];
