import type { RequestHandler, Response } from 'express';
import * as z from 'zod';
import type { Page } from '../../operations/list/lists.ts';
import { parse } from '../../contract/parse.ts';

/** Sends `200` with one page of a list. */
export function sendPage(response: Response, page: Page<unknown>): void {
  response.set('Cache-Control', 'private, no-cache').json(page);
}

/** Refuses every query parameter. An ignored one could do harm, for example `validateOnly`. */
export const noQuery: RequestHandler = (request, _response, next) => {
  parse(z.strictObject({}), request.query, 'invalid_query');
  next();
};
