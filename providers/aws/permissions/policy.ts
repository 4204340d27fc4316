/** The policy document of the permissions, as in docs/aws-permissions.json. */
import { STATEMENTS } from './statements.ts';
import type { Condition } from './statement.ts';

interface PolicyStatement {
  Sid: string;
  Effect: 'Allow';
  Action: string[];
  Resource: string | readonly string[];
  Condition?: Condition;
}

/** Every action of the policy, once. */
export const REQUIRED_ACTIONS: readonly string[] = [
  ...new Set(STATEMENTS.flatMap(({ actions }) => Object.keys(actions))),
].toSorted();

export function policyDocument(): { Version: string; Statement: PolicyStatement[] } {
  return {
    Version: '2012-10-17',
    Statement: STATEMENTS.map(({ sid, actions, shortenedTo, resources, condition }) => ({
      Sid: sid,
      Effect: 'Allow',
      Action: shortened(Object.keys(actions), shortenedTo),
      Resource: resources ?? '*',
      ...(condition && { Condition: condition }),
    })),
  };
}

function shortened(actions: readonly string[], prefixes: readonly string[] = []): string[] {
  const patterns = actions.map((action) => {
    const prefix = prefixes.find((it) => action.startsWith(it));
    return prefix === undefined ? action : `${prefix}*`;
  });
  return [...new Set(patterns)].toSorted();
}
