/** The limits on the diagnostics of an operation. They pass through Temporal, so they are few and short. */

/** In characters. */
export const MAX_TEXT_LENGTH = 512;
export const MAX_DETAIL_LENGTH = 1024;
export const MAX_DIAGNOSTICS = 50;
/** The limit on all of them together, in characters of JSON. */
export const MAX_DIAGNOSTICS_LENGTH = 16_384;
