/** The record of a connection as clients see it: with its trust policy by name, without its external id in lists. */
import type { Connection } from '../../contract/resources/connection.ts';
import type { ResourceRecord } from '../../contract/resources/schemas.ts';
import type { ProviderName } from '../../contract/vocabulary.ts';

/** The identity of the workers in each cloud. */
export type Principals = Readonly<Record<ProviderName, string>>;

/** Adds the policy that the role needs. Records of other kinds stay as they are. */
export function withTrustPolicy<Kind extends ResourceRecord>(
  record: Kind,
  principals: Principals,
): Kind {
  if (!isConnection(record)) return record;
  const { externalId } = record.spec;
  if (externalId === undefined) return record;
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: principals[record.provider] },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: { StringEquals: { 'sts:ExternalId': externalId } },
  };
  return { ...record, trustPolicy: { Version: '2012-10-17', Statement: [statement] } };
}

/** Removes the external id. It is no secret, but a list shows no more than it needs. */
export function withoutExternalId(record: ResourceRecord): ResourceRecord {
  if (!isConnection(record)) return record;
  const { externalId: _externalId, ...spec } = record.spec;
  return { ...record, spec };
}

function isConnection(record: ResourceRecord): record is Connection {
  return 'roleArn' in record.spec;
}
