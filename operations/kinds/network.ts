import { isInputOf } from '../../contract/temporal/operation-input.ts';
import type { CloudKind } from './cloud-kind.ts';
import { referencesOf } from './records.ts';

export const network: CloudKind<'network'> = {
  wantedOf({ name: _name, provider: _provider, region: _region, connectionId, ...spec }) {
    return { spec, ...referencesOf({ connectionId }) };
  },
  wantedIn(input) {
    if (!isInputOf(input, 'create_network')) return undefined;
    return { spec: input.spec, ...referencesOf(input) };
  },
  recordOf: (base, wanted) => ({ ...base, ...wanted }),
  createInput: ({ target, ...rest }) => ({
    subject: { operation: 'create_network', ...target },
    ...rest,
  }),
  deleteInput: ({ target, ...rest }) => ({
    subject: { operation: 'delete_network', ...target },
    ...rest,
  }),
  planRequest: async (_client, _principal, { spec }) => ({ resourceType: 'network', spec }),
};
