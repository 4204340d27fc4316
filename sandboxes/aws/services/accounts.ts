/** Finds the account of a call: the account of the role whose credentials signed it. */
import { xmlText } from '../proxy/answers.ts';
import type { Answer, Call } from '../proxy/call.ts';

/** moto's default account, for keys that do not belong to a role. */
export const OWN_ACCOUNT = '123456789012';

export function createAccounts() {
  const byKey = new Map<string, string>();

  return {
    of: ({ accessKey }: Call): string => byKey.get(accessKey) ?? OWN_ACCOUNT,
    /** Records the access key in a response to AssumeRole. */
    note({ action, params }: Call, { status, body }: Answer) {
      const key = xmlText(body, 'AccessKeyId');
      const account = params['RoleArn']?.split(':')[4];
      if (action !== 'AssumeRole' || status >= 300 || !key || !account) return;
      byKey.set(key, account);
    },
  };
}
