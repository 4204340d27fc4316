/** The workflows of the bench: what its worker bundles. */
export { drivenOperation } from './driven.ts';
export { minimalEntity, minimalOperation, tenNaps, tenSteps } from './minimal.ts';
