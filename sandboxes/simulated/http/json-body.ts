import { json } from 'express';

/**
 * Parses JSON bodies. Add this parser to each router, so that the router's own error handler reports an
 * invalid body.
 */
export const jsonBody = json({ limit: '256kb' });
