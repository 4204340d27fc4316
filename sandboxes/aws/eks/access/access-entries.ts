/** What EKS refuses in access entries, and the entry that it makes for the creator of a cluster. */
import * as z from 'zod';
import { errorAnswer } from '../../proxy/answers.ts';
import { textIn, type Answer, type Call } from '../../proxy/call.ts';

const PRINCIPAL = /^arn:[a-z-]+:iam::\d{12}:(user|role)\/.+$/;
const groupsSchema = z.array(z.string()).default([]);
const accessConfigSchema = z
  .object({
    authenticationMode: z.enum(['API', 'API_AND_CONFIG_MAP', 'CONFIG_MAP']).default('CONFIG_MAP'),
    bootstrapClusterCreatorAdminPermissions: z.boolean().default(true),
  })
  .prefault({});

/** Returns the access configuration of a cluster, with the defaults of the API. */
export function accessConfigOf(accessConfig: unknown) {
  return accessConfigSchema.parse(accessConfig);
}

/** Returns the refusal of a create or an update of an entry. @param type the type of an existing entry */
export function accessEntryRefusal(
  call: Call,
  principalArn: string,
  type = textIn(call, 'type') ?? 'STANDARD',
): Answer | undefined {
  const invalid = (message: string) => errorAnswer(call, 'InvalidParameterException', message);
  if (!PRINCIPAL.test(principalArn)) {
    return invalid('The specified principalArn is invalid: invalid principal.');
  }
  const groups = groupsSchema.parse(call.json['kubernetesGroups']);
  if (type !== 'STANDARD' && groups.length > 0) {
    return invalid(`Kubernetes groups can not be specified for an entry of type ${type}`);
  }
  const reserved = groups.find((it) => it.startsWith('system:'));
  if (reserved === undefined) return undefined;
  return invalid(`The kubernetes group name ${reserved} is invalid, it cannot start with system:`);
}

/** Returns the user or role of a caller from the ARN that STS shows, which for a role is that of a session. */
export function principalOf(callerArn: string): string {
  const [arn, partition, , , account, ...rest] = callerArn.split(':');
  const [type = '', ...names] = rest.join(':').split('/');
  const resource = type === 'assumed-role' ? `role/${names[0]}` : `${type}/${names.join('/')}`;
  return [arn, partition, 'iam', '', account, resource].join(':');
}

/** Returns the type, the account and the name of a principal, as in the ARNs of access entries. */
export function identityOf(principalArn: string): string {
  const [, , , , account = '', principal = ''] = principalArn.split(':');
  const names = principal.split('/');
  return `${names[0] ?? ''}/${account}/${names.at(-1) ?? ''}`;
}
