/** The access policies of access entries: what a principal may do in a cluster. */
import { errorAnswer, jsonAnswer } from '../proxy/answers.ts';
import { segments, type Answer, type Call } from '../proxy/call.ts';

const PREFIX = 'arn:aws:eks::aws:cluster-access-policy/';
const NAMES = [
  'AmazonEKSAdminPolicy',
  'AmazonEKSAdminViewPolicy',
  'AmazonEKSAutoNodePolicy',
  'AmazonEKSClusterAdminPolicy',
  'AmazonEKSEditPolicy',
  'AmazonEKSViewPolicy',
];

interface Association {
  policyArn: string;
  accessScope: unknown;
  associatedAt: number;
  modifiedAt: number;
}

export function createAccessPolicies() {
  /** By cluster and principal. */
  const associations = new Map<string, Association[]>();
  const keyOf = (cluster: string, principalArn: string) => `${cluster} ${principalArn}`;

  return {
    /** Answers `GET /access-policies`. */
    list: (): Answer =>
      jsonAnswer({ accessPolicies: NAMES.map((name) => ({ name, arn: PREFIX + name })) }),
    /** Handles `/clusters/{}/access-entries/{}/access-policies`. The entry must exist. */
    handle(call: Call): Answer {
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
      const now = Date.now() / 1000;
      const associated: Association = {
        policyArn: asked,
        accessScope: call.json['accessScope'],
        associatedAt: now,
        modifiedAt: now,
      };
      const others = present.filter((it) => it.policyArn !== asked);
      associations.set(key, [...others, associated]);
      return jsonAnswer({
        clusterName: cluster,
        principalArn,
        associatedAccessPolicy: associated,
      });
    },
    /** Forgets the policies of a deleted entry, or of all entries of a deleted cluster. */
    forget(cluster: string, principalArn = '') {
      for (const key of associations.keys())
        if (key.startsWith(keyOf(cluster, principalArn))) associations.delete(key);
    },
  };
}
