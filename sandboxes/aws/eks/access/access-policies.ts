/** The access policies of access entries: what a principal may do in a cluster. */
import * as z from 'zod';
import { errorAnswer, jsonAnswer } from '../../proxy/answers.ts';
import { segments, type Answer, type Call } from '../../proxy/call.ts';

const PREFIX = 'arn:aws:eks::aws:cluster-access-policy/';
const NAMES = [
  'AmazonEKSAdminPolicy',
  'AmazonEKSAdminViewPolicy',
  'AmazonEKSAutoNodePolicy',
  'AmazonEKSClusterAdminPolicy',
  'AmazonEKSEditPolicy',
  'AmazonEKSViewPolicy',
];

const scopeSchema = z.object({
  type: z.enum(['cluster', 'namespace']),
  namespaces: z.array(z.string()).default([]),
});

interface Association {
  policyArn: string;
  accessScope: z.infer<typeof scopeSchema>;
  associatedAt: number;
  modifiedAt: number;
}

export function createAccessPolicies() {
  /** By cluster and principal. */
  const associations = new Map<string, Association[]>();
  const keyOf = (cluster: string, principalArn: string) => `${cluster} ${principalArn}`;

  /** A second association of the same policy replaces its scope. */
  function associate(
    cluster: string,
    principalArn: string,
    policyArn: string,
    accessScope: z.infer<typeof scopeSchema>,
  ): Association {
    const key = keyOf(cluster, principalArn);
    const now = Date.now() / 1000;
    const associated = { policyArn, accessScope, associatedAt: now, modifiedAt: now };
    const others = (associations.get(key) ?? []).filter((it) => it.policyArn !== policyArn);
    associations.set(key, [...others, associated]);
    return associated;
  }

  return {
    /** Answers `GET /access-policies`. */
    list: (): Answer =>
      jsonAnswer({ accessPolicies: NAMES.map((name) => ({ name, arn: PREFIX + name })) }),
    /** Lets a cluster's creator do everything, and the nodes of Auto Mode what they need. */
    admit(cluster: string, principalArn: string, type: 'STANDARD' | 'EC2') {
      const policy = { STANDARD: 'AmazonEKSClusterAdminPolicy', EC2: 'AmazonEKSAutoNodePolicy' };
      const name = policy[type];
      associate(cluster, principalArn, PREFIX + name, { type: 'cluster', namespaces: [] });
    },
    /**
     * Handles `/clusters/{}/access-entries/{}/access-policies`. The entry must exist.
     *
     * @param type the type of the entry
     */
    handle(call: Call, type: string): Answer {
      const [, cluster = '', , principalArn = '', , policyArn = ''] = segments(call.path);
      const key = keyOf(cluster, principalArn);
      const present = associations.get(key) ?? [];
      if (call.method === 'GET') {
        return jsonAnswer({
          clusterName: cluster,
          principalArn,
          associatedAccessPolicies: present,
        });
      }
      if (call.method === 'DELETE') {
        associations.set(
          key,
          present.filter((it) => it.policyArn !== policyArn),
        );
        return jsonAnswer({});
      }
      const asked = String(call.json['policyArn']);
      if (!NAMES.some((name) => asked === PREFIX + name)) {
        const message = `The policyArn ${asked} is not valid`;
        return errorAnswer(call, 'InvalidParameterException', message);
      }
      const invalid = (message: string) => errorAnswer(call, 'InvalidParameterException', message);
      // Entries of nodes have no policies, except those of Auto Mode, which have their own.
      const isForAutoNodes = type === 'EC2' && asked === `${PREFIX}AmazonEKSAutoNodePolicy`;
      if (type !== 'STANDARD' && !isForAutoNodes) {
        return errorAnswer(
          call,
          'InvalidRequestException',
          `Access policies can not be associated with an entry of type ${type}`,
        );
      }
      const scope = scopeSchema.parse(call.json['accessScope']);
      if ((scope.type === 'namespace') !== scope.namespaces.length > 0) {
        return invalid('Namespaces are required for the scope namespace, and for no other.');
      }
      return jsonAnswer({
        clusterName: cluster,
        principalArn,
        associatedAccessPolicy: associate(cluster, principalArn, asked, scope),
      });
    },
    /** Forgets the policies of a deleted entry, or of all entries of a deleted cluster. */
    forget(cluster: string, principalArn = '') {
      for (const key of associations.keys())
        if (key.startsWith(keyOf(cluster, principalArn))) associations.delete(key);
    },
  };
}
