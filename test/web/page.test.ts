/** Tests the page in one browser: in every state of an operation, and with the real stack. */
import { describe } from 'vitest';
import { browseFor } from '../support/browser/pages.ts';
import { realStack } from './page/real-stack.ts';
import { states } from './page/states.ts';

const origins: string[] = [];
const browsing = browseFor(() => origins);
describe('in every state', () => {
  states(browsing, origins);
});
describe('with the real stack', () => {
  realStack(browsing, origins);
});
