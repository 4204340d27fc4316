import type { ResourceType } from '../../../contract/vocabulary.ts';
import { cluster } from './cluster.ts';
import { connection } from './connection.ts';
import { deployment } from './deployment.ts';
import type { KindDocument } from './kind-document.ts';
import { network } from './network.ts';

/** The parts of the document about each kind of resource. */
export const KIND_DOCUMENTS: { readonly [Type in ResourceType]: KindDocument<Type> } = {
  cluster,
  network,
  connection,
  deployment,
};
