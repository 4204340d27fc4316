/** The forms that settings have. The names of settings are environment variables, so every value is a text. */
import * as z from 'zod';
import { DOWNLOAD_URL_RULE, isDownloadUrl } from '../download-url.ts';

/** 0 chooses a free port. */
export const port = number('must be a port: a whole number from 0 to 65535', (value) =>
  value.int().min(0).max(65_535),
);
export const milliseconds = number('must be a whole number of milliseconds, 1 or more', (value) =>
  value.int().min(1),
);
export const release = z
  .string()
  .regex(/^(\d+\.\d+\.\d+(-[a-z0-9.]+)?)?$/, { error: 'must be a release, like 1.12.6' })
  .default('');
/** A base URL for downloads of programs. */
export function releases(original: string) {
  return z
    .string()
    .refine((url) => isDownloadUrl(url), { error: DOWNLOAD_URL_RULE })
    .default(original);
}

/** Items with commas between them; an empty text has none. */
export function list(item: RegExp, sentence: string) {
  return z
    .string()
    .transform((text) => text.split(',').filter(Boolean))
    .refine((items) => items.every((text) => item.test(text)), { error: sentence });
}

export function wholeNumber(least: number) {
  return number(`must be a whole number, ${least} or above`, (value) => value.int().min(least));
}

/** A number in decimal notation. `sentence` is the message of every failed check. */
export function number(sentence: string, check: (value: z.ZodNumber) => z.ZodNumber) {
  return z
    .string()
    .regex(/^-?\d+(\.\d+)?$/, { error: sentence })
    .transform(Number)
    .pipe(z.number().refine((value) => check(z.number()).safeParse(value).success, sentence));
}
