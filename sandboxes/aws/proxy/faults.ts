/** Faults on request: which call, what goes wrong, how often. */
import * as z from 'zod';
import { errorAnswer } from './answers.ts';
import type { Answer, Call } from './call.ts';

const faultSchema = z.strictObject({
  /** A regular expression for the action, for example `^Create`; every action that makes a thing unless given. */
  action: z.string().optional(),
  /** Only of the node with this tag, for example `vpc/main`. */
  node: z.string().optional(),
  /** Only of the resource with this tag, for example `clusters/prod`. */
  resource: z.string().optional(),
  /**
   * `error`, `quota`, `throttle`: refused; `lost_response`: done, and the connection cut; `hang`: done, and not
   * answered for `ms`; `reset`: cut without an effect; `create_failed`: taken, and failed later.
   */
  kind: z.enum(['error', 'quota', 'throttle', 'lost_response', 'hang', 'reset', 'create_failed']),
  code: z.string().optional(),
  times: z.int().min(1).default(1),
  ms: z.int().min(1).default(60_000),
});
export type SandboxFault = z.infer<typeof faultSchema>;

export const faultsSchema = z.strictObject({
  faults: z.array(faultSchema).default([]),
  /** Of all calls, this part is throttled, by chance. */
  throttleRate: z.number().min(0).max(1).default(0),
  /** Access keys whose time is over. */
  expiredKeys: z.array(z.string()).default([]),
  /** Actions that a simulation of policies says are not allowed. */
  denied: z.array(z.string()).default([]),
});

const MAKES = /^(Create|Allocate|Run|PutRule)/;
const QUOTA_CODES: Readonly<Record<string, string>> = {
  CreateVpc: 'VpcLimitExceeded',
  AllocateAddress: 'AddressLimitExceeded',
  CreateNatGateway: 'NatGatewayLimitExceeded',
  CreateInternetGateway: 'InternetGatewayLimitExceeded',
  CreateRole: 'LimitExceeded',
  PutRule: 'LimitExceededException',
};

export function createFaults(random: () => number) {
  let active: { fault: SandboxFault; left: number }[] = [];
  let throttleRate = 0;
  let expiredKeys: readonly string[] = [];
  let denied: readonly string[] = [];

  return {
    /** Adds to those that are there. */
    add(faults: readonly SandboxFault[]) {
      active.push(...faults.map((fault) => ({ fault, left: fault.times })));
    },
    /** Those that have not been met as often as they were to be. */
    left: (): SandboxFault[] => active.filter(({ left }) => left > 0).map(({ fault }) => fault),
    isDenied: (action: string) => denied.includes(action),
    set(request: z.infer<typeof faultsSchema>) {
      active = request.faults.map((fault) => ({ fault, left: fault.times }));
      throttleRate = request.throttleRate;
      expiredKeys = request.expiredKeys;
      denied = request.denied;
    },
    /** What goes wrong with this call; counts as one hit. */
    take(call: Call): SandboxFault | undefined {
      if (expiredKeys.includes(call.accessKey)) {
        return { kind: 'error', code: 'ExpiredTokenException', times: 1, ms: 1 };
      }
      const hit = active.find(({ fault, left }) => left > 0 && fits(fault, call));
      if (hit !== undefined) {
        hit.left -= 1;
        return hit.fault;
      }
      if (throttleRate > 0 && random() < throttleRate) {
        return { kind: 'throttle', times: 1, ms: 1 };
      }
      return undefined;
    },
  };
}

function fits(fault: SandboxFault, call: Call): boolean {
  const { action, node, resource } = fault;
  return (
    (action === undefined ? MAKES : new RegExp(action)).test(call.action) &&
    (node === undefined || call.tags['slipway:node'] === node) &&
    (resource === undefined || call.tags['slipway:resource'] === resource)
  );
}

/** The answer of a fault that refuses. */
export function refusal(fault: SandboxFault, call: Call): Answer | undefined {
  if (fault.kind === 'throttle') {
    const code = call.service === 'ec2' ? 'RequestLimitExceeded' : 'ThrottlingException';
    return errorAnswer(
      call,
      fault.code ?? code,
      'Rate exceeded',
      call.service === 'ec2' ? 503 : 400,
    );
  }
  if (fault.kind === 'quota') {
    const code = fault.code ?? QUOTA_CODES[call.action] ?? 'ResourceLimitExceededException';
    return errorAnswer(call, code, 'The maximum number has been reached.');
  }
  if (fault.kind === 'error') {
    return errorAnswer(
      call,
      fault.code ?? 'InvalidParameterException',
      'The sandbox was told to refuse.',
    );
  }
  return undefined;
}
