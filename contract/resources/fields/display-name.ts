/** A name for people. */
import * as z from 'zod';

/** One line of text: 1 to 128 characters, none of them a control character. */
export const displayNameSchema = z
  .string()
  .min(1)
  .max(128)
  // oxlint-disable-next-line no-control-regex
  .regex(/^[^\u0000-\u001f\u007f-\u009f]*$/, {
    error: 'must be one line without control characters',
  });
