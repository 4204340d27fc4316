import type { RequestHandler } from 'express';
import * as z from 'zod';
import { parse } from './problem.ts';

const limitSchema = z
  .string()
  .regex(/^\d{1,3}$/, { error: 'must be a whole number from 1 to 100' })
  .transform(Number)
  .pipe(z.int().min(1).max(100))
  .default(100);

/** The query of a list; unknown parameters are refused. */
export const pageQuerySchema = z.strictObject({ limit: limitSchema });

/** The query of a timeline. */
export const timelineQuerySchema = z.strictObject({
  limit: limitSchema,
  marker: z.string().min(1).max(200).exactOptional(),
});

/** For a route that has no parameters: one that is ignored, `validateOnly` say, would do harm. */
export const noQuery: RequestHandler = (request, _response, next) => {
  parse(z.strictObject({}), request.query, 'invalid_query');
  next();
};
