/** The mutants of `npm run test:mutants` follow the code that they break. */
import { expect, test } from 'vitest';
import { checkPatches } from '../../tools/mutants/copy.ts';
import { MUTANTS } from '../../tools/mutants/mutants.ts';

test.each(MUTANTS)('the mutant "$name" fits the code', ({ patches }) => {
  expect(() => checkPatches(process.cwd(), patches)).not.toThrow();
});
