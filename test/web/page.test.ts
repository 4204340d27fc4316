/** Tests the page in one browser: in every state of an operation, for every kind of resource, and with the real stack. */
import { describe } from 'vitest';
import { browseFor } from '../support/browser/pages.ts';
import { formPages } from './page/form-pages.ts';
import { plans } from './page/plans.ts';
import { realStack } from './page/real-stack.ts';
import { resourcePages } from './page/resource-pages.ts';
import { states } from './page/states.ts';

const origins: string[] = [];
const browsing = browseFor(() => origins);
describe('in every state', () => {
  states(browsing, origins);
});
describe('of the resources', () => {
  resourcePages(browsing, origins);
});
describe('with its forms', () => {
  formPages(browsing, origins);
});
describe('a plan', () => {
  plans(browsing, origins);
});
describe('with the real stack', () => {
  realStack(browsing, origins);
});
