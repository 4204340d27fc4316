/**
 * AWS on this machine: a proxy in front of moto. The proxy adds features of AWS that moto lacks: the
 * rest of EKS, states that take time, client tokens, pages, and errors for resources in use. It also
 * injects faults.
 *
 *   SDK -> proxy (faults -> tokens -> pages -> EC2 or EKS) -> moto
 *
 * The sandbox's own routes are below /sandbox/: faults, the requests that AWS's API models
 * refuse, the rules of EKS, trust policies of roles, recorded
 * calls, and the resources of EKS that moto does not have.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { rulesSchema } from './eks/rules.ts';
import { createAccounts } from './services/accounts.ts';
import { parseCall, type Answer, type Call } from './proxy/call.ts';
import { createFaults, faultsSchema, refusal, type SandboxFault } from './proxy/faults.ts';
import { denialAnswer, errorAnswer, jsonAnswer } from './proxy/answers.ts';
import { faultsOf } from './model/check.ts';
import { createModels } from './model/models.ts';
import {
  everythingAllowed,
  simulatePolicies,
  type Permissions,
} from './services/policy-simulation.ts';
import { createPages } from './proxy/pages.ts';
import { createStaleReads } from './proxy/stale-reads.ts';
import { createAccountRegions } from './services/account-regions.ts';
import { imageParameter } from './services/node-images.ts';
import { quotaAnswer } from './services/quotas.ts';
import { createTrustPolicies, trustSchema } from './services/trust-policies.ts';
import { createUpstream } from './moto/upstream.ts';

export interface SandboxOptions {
  motoPort: number;
  /** The cache directory for slow responses of moto that never change. */
  folder: string;
  /** A factor: at 1, a control plane takes 14 s; at 10, a tenth of that. */
  speed: number;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** @returns a number from 0 to 1 */
  random: () => number;
  /** The date by which versions of Kubernetes age, in milliseconds since the epoch. */
  today: () => number;
  /** The policies of the callers; by default everything is allowed. */
  permissions?: Permissions;
}

/** A call that the sandbox received. */
export interface RecordedCall {
  at: number;
  service: string;
  action: string;
  /** The access key that signed the call. */
  accessKey: string;
  /** 0 if no response was sent. */
  status: number;
  /** The fault that hit the call. */
  fault?: SandboxFault['kind'];
  /** Slipway's resource and node, as named by tags in the call. */
  resource?: string;
  node?: string;
  /** The first cloud resource that the call names by id. */
  resourceId?: string;
}
const MAX_RECORDED = 200_000;
/** The code for requests that do not fit the API's model. Each service has codes of its own for it. */
const REFUSAL = 'ValidationError';

export function createSandbox({
  motoPort,
  folder,
  speed,
  now,
  random,
  today: startDay,
  permissions = everythingAllowed,
}: SandboxOptions): RequestListener {
  const upstream = createUpstream(motoPort);
  const accounts = createAccounts();
  const trust = createTrustPolicies();
  let rules = rulesSchema.parse({});
  let lagging = createStaleReads(rules.staleReads, now);
  const accountRegions = createAccountRegions({
    upstream,
    speed,
    now,
    accountOf: accounts.of,
    rules: () => rules,
    today: () => (rules.today === undefined ? startDay() : Date.parse(rules.today)),
  });
  const modelOf = createModels(folder);
  const paged = createPages(folder, modelOf);
  const faults = createFaults(random);
  const misfits = new Set<string>();
  const recorded: RecordedCall[] = [];
  let last: Promise<unknown> = Promise.resolve();

  /** Runs calls one at a time, because each one reads and changes shared state. */
  function inTurn(work: () => Promise<Answer>): Promise<Answer> {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  }

  async function respond(call: Call, fault: SandboxFault | undefined): Promise<Answer> {
    const failing = fault?.kind === 'create_failed';
    const { eks, ec2, once } = accountRegions.of(call);
    if (call.service === 'eks') return once(call, () => inTurn(() => eks.handle(call, failing)));
    if (call.service === 'servicequotas') return quotaAnswer(call) ?? upstream.forward(call);
    if (call.service === 'ssm')
      return imageParameter(call, rules.imagesOf) ?? upstream.forward(call);
    if (call.action === 'SimulatePrincipalPolicy')
      return simulatePolicies(call, faults.isDenied, permissions);
    const refused = call.action === 'AssumeRole' ? trust.refusal(call) : undefined;
    if (refused !== undefined) return refused;
    if (call.service !== 'ec2') {
      const answer = await upstream.forward(call);
      accounts.note(call, answer);
      trust.note(call, answer, accounts.of(call));
      return answer;
    }
    if (call.action.startsWith('DescribeInstanceType')) return upstream.forward(call);
    const answer = await once(call, () => inTurn(() => ec2.handle(call, failing)));
    if (call.action !== 'CreateNatGateway' || answer.status >= 300) return answer;
    // The response of a repeated create can name a gateway that has been deleted since, so update its
    // state.
    await inTurn(async () => {
      await ec2.settle();
      return answer;
    });
    return ec2.refreshed(answer);
  }

  /** The answer to a call that the policies of its principal do not allow. */
  async function denial(call: Call): Promise<Answer | undefined> {
    const why = await permissions.refusal(call, {
      account: accounts.of(call),
      read: (other) => respond(other, undefined),
      extras: () => accountRegions.all().flatMap(({ eks }) => eks.extras()),
    });
    return why === undefined ? undefined : denialAnswer(call, why);
  }

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await text(incoming);
    const { method = 'GET', url: path = '/', headers } = incoming;
    if (path.startsWith('/sandbox/')) {
      send(outgoing, ownRoute(method, path, body));
      return;
    }
    const call = parseCall({ method, path, headers, body });
    const { service, action, tags } = call;
    const node = tags['slipway:node'];
    const resource = tags['slipway:resource'];
    const entry: RecordedCall = {
      at: now(),
      service,
      action,
      accessKey: call.accessKey,
      status: 0,
      ...(resource !== undefined && { resource }),
      ...(node !== undefined && { node }),
      ...(call.params['ResourceId.1'] !== undefined && {
        resourceId: call.params['ResourceId.1'],
      }),
    };
    recorded.push(entry);
    if (recorded.length > MAX_RECORDED) recorded.shift();
    const modelFaults = faultsOf(call, modelOf);
    if (modelFaults.length > 0) {
      for (const words of modelFaults) misfits.add(words);
      entry.status = 400;
      send(outgoing, errorAnswer(call, REFUSAL, modelFaults.join('; ')));
      return;
    }
    const fault = faults.take(call);
    if (fault !== undefined) entry.fault = fault.kind;
    if (fault?.kind === 'reset') {
      outgoing.destroy();
      return;
    }
    const answer =
      (fault && refusal(fault, call)) ??
      (await denial(call)) ??
      (await paged(call, (whole) => lagging(whole, () => respond(whole, fault))));
    if (fault?.kind === 'lost_response') {
      outgoing.destroy();
      return;
    }
    if (fault?.kind === 'hang') await sleep(fault.ms, undefined, { ref: false });
    entry.status = answer.status;
    send(outgoing, answer);
  }

  function ownRoute(method: string, path: string, body: string): Answer {
    const { pathname, searchParams } = new URL(path, 'http://localhost');
    if (pathname === '/sandbox/faults') {
      if (method === 'PUT') faults.set(faultsSchema.parse(JSON.parse(body)));
      if (method === 'POST') faults.add(faultsSchema.parse(JSON.parse(body)).faults);
      return jsonAnswer({ faults: faults.remaining() });
    }
    if (pathname === '/sandbox/refused') {
      const items = [...misfits];
      if (method === 'DELETE') misfits.clear();
      return jsonAnswer({ items });
    }
    if (pathname === '/sandbox/rules' && method === 'PUT') {
      rules = rulesSchema.parse(JSON.parse(body));
      lagging = createStaleReads(rules.staleReads, now);
      return jsonAnswer({});
    }
    if (pathname === '/sandbox/roles' && method === 'PUT') {
      trust.set(trustSchema.parse(JSON.parse(body)));
      return jsonAnswer({});
    }
    if (pathname === '/sandbox/calls') {
      return jsonAnswer({ items: recorded.slice(Number(searchParams.get('from') ?? 0)) });
    }
    if (pathname === '/sandbox/eks')
      return jsonAnswer({ items: accountRegions.all().flatMap(({ eks }) => eks.extras()) });
    return jsonAnswer({ message: `${method} ${pathname} is not a route of the sandbox.` }, 404);
  }

  return (incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => {
      send(outgoing, jsonAnswer({ message: String(error) }, 502));
    });
  };
}

function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(body);
}
