import type { RequestHandler } from 'express';
import * as z from 'zod';
import { parse } from './problem.ts';

/** The query of a list; unknown parameters are refused. */
export const pageQuerySchema = z.strictObject({
  limit: z
    .string()
    .regex(/^\d{1,3}$/, { error: 'must be a whole number from 1 to 100' })
    .transform(Number)
    .pipe(z.int().min(1).max(100))
    .default(100),
});

/** For a route that has no parameters: one that is ignored, `validateOnly` say, would do harm. */
export const noQuery: RequestHandler = (request, _response, next) => {
  parse(z.strictObject({}), request.query, 'invalid_query');
  next();
};
