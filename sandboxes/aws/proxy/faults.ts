/** Injects faults into calls, as tests request them. */
import * as z from 'zod';
import { errorAnswer } from './answers.ts';
import type { Answer, Call } from './call.ts';

const faultSchema = z.strictObject({
  /** A regular expression for the action, for example `^Create`. Defaults to all actions that create. */
  action: z.string().optional(),
  /** If set, the fault hits only calls with the tag of this node, for example `vpc/main`. */
  node: z.string().optional(),
  /** If set, the fault hits only calls with the tag of this resource, for example `clusters/prod`. */
  resource: z.string().optional(),
  /**
   * - `error`, `quota`, `throttle`: an error response
   * - `lost_response`: the call takes effect, then the connection is closed
   * - `hang`: the call takes effect, and its response is delayed by `ms`
   * - `reset`: the connection is closed, and the call has no effect
   * - `create_failed`: the call is accepted, and the create fails later
   */
  kind: z.enum(['error', 'quota', 'throttle', 'lost_response', 'hang', 'reset', 'create_failed']),
  code: z.string().optional(),
  times: z.int().min(1).default(1),
  ms: z.int().min(1).default(60_000),
});
export type SandboxFault = z.infer<typeof faultSchema>;

export const faultsSchema = z.strictObject({
  faults: z.array(faultSchema).default([]),
  /** The share of calls that is throttled at random. */
  throttleRate: z.number().min(0).max(1).default(0),
  /** Access keys of expired credentials. */
  expiredKeys: z.array(z.string()).default([]),
  /** Actions that a simulation of IAM policies reports as denied. */
  denied: z.array(z.string()).default([]),
});

const CREATES = /^(Create|Allocate|Run|PutRule)/;
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
    /** Adds faults to the active ones. */
    add(faults: readonly SandboxFault[]) {
      active.push(...faults.map((fault) => ({ fault, left: fault.times })));
    },
    /** The faults that have not hit as many calls as requested. */
    remaining: (): SandboxFault[] =>
      active.filter(({ left }) => left > 0).map(({ fault }) => fault),
    isDenied: (action: string) => denied.includes(action),
    set(request: z.infer<typeof faultsSchema>) {
      active = request.faults.map((fault) => ({ fault, left: fault.times }));
      throttleRate = request.throttleRate;
      expiredKeys = request.expiredKeys;
      denied = request.denied;
    },
    /** @returns the fault that hits this call, and counts the hit */
    take(call: Call): SandboxFault | undefined {
      if (expiredKeys.includes(call.accessKey)) {
        return { kind: 'error', code: 'ExpiredTokenException', times: 1, ms: 1 };
      }
      const hit = active.find(({ fault, left }) => left > 0 && matches(fault, call));
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

function matches(fault: SandboxFault, call: Call): boolean {
  const { action, node, resource } = fault;
  return (
    (action === undefined ? CREATES : new RegExp(action)).test(call.action) &&
    (node === undefined || call.tags['slipway:node'] === node) &&
    (resource === undefined || call.tags['slipway:resource'] === resource)
  );
}

/** @returns the response if the fault is an error, otherwise undefined */
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
      'The sandbox injects this error.',
    );
  }
  return undefined;
}
