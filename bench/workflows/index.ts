/** The workflows in the bundle of the bench. */
export { drivenOperation } from './driven.ts';
export { minimalEntity, minimalOperation, tenNaps, tenSteps } from './minimal.ts';
