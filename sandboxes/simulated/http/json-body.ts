import { json } from 'express';

/** Belongs into the router whose error handler is to answer for a bad body. */
export const jsonBody = json({ limit: '256kb' });
