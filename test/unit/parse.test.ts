/** The words for faults of a request: each continues the pointer of its field to a sentence. */
import { expect, test } from 'vitest';
import * as z from 'zod';
import { parse } from '../../contract/parse.ts';

test.each([
  [z.string(), undefined, 'is missing; it must be a string'],
  [z.string(), 1, 'must be a string'],
  [z.int(), 1.5, 'must be a whole number'],
  [z.boolean(), 'yes', 'must be true or false'],
  [z.array(z.string()), {}, 'must be a list'],
  [z.record(z.string(), z.string()), [], 'must be an object'],
  [z.enum(['auto', 'manual']), 'never', 'must be one of "auto", "manual"'],
  [z.string('must be a name'), 1, 'must be a name'],
])('%#: %o becomes a fault in words', (schema, value, detail) => {
  const read = () => parse(z.object({ field: schema }), { field: value });
  expect(read).toThrow(expect.objectContaining({ faults: [{ pointer: '/field', detail }] }));
});
