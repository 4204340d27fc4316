/**
 * AWS on this machine: a proxy in front of moto that adds what moto has not and AWS has: the rest of
 * EKS, states that take time, client tokens, pages, refusals of what is in use; and faults on request.
 *
 *   SDK -> proxy (faults -> tokens -> pages -> EC2 or EKS) -> moto
 *
 * Below /sandbox/ it speaks of itself: faults, the calls so far, and what there is of EKS beside moto.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAccounts } from './services/accounts.ts';
import { parseCall, type Answer, type Call } from './proxy/call.ts';
import { createFaults, faultsSchema, refusal, type SandboxFault } from './proxy/faults.ts';
import { jsonAnswer } from './proxy/answers.ts';
import { simulation } from './proxy/simulation.ts';
import { createPages } from './proxy/pages.ts';
import { createPlaces } from './proxy/places.ts';
import { quotaAnswer } from './services/quotas.ts';
import { createUpstream } from './moto/upstream.ts';

export interface SandboxOptions {
  motoPort: number;
  /** For what moto makes slowly and need not make again. */
  folder: string;
  /** 10 is ten times as fast as 1, at which a control plane takes 14 s. */
  speed: number;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** From 0 to 1. */
  random: () => number;
}

/** What the sandbox remembers of a call. */
export interface SeenCall {
  at: number;
  service: string;
  action: string;
  /** Who signed it. */
  accessKey: string;
  /** 0: no answer was sent. */
  status: number;
  /** What went wrong with it on request. */
  fault?: SandboxFault['kind'];
  /** The resource and the node that its tags name. */
  resource?: string;
  node?: string;
  /** The first thing that it names by an id. */
  about?: string;
}
const MAX_SEEN = 200_000;

export function createSandbox({
  motoPort,
  folder,
  speed,
  now,
  random,
}: SandboxOptions): RequestListener {
  const upstream = createUpstream(motoPort);
  const accounts = createAccounts();
  const places = createPlaces({ upstream, speed, now, accountOf: accounts.of });
  const paged = createPages(folder);
  const faults = createFaults(random);
  const seen: SeenCall[] = [];
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other, as each looks at what the one before has left. */
  function inTurn(work: () => Promise<Answer>): Promise<Answer> {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  }

  async function answerOf(call: Call, fault: SandboxFault | undefined): Promise<Answer> {
    const failing = fault?.kind === 'create_failed';
    const { eks, ec2, once } = places.of(call);
    if (call.service === 'eks') return once(call, () => inTurn(() => eks.handle(call, failing)));
    if (call.service === 'servicequotas') return quotaAnswer(call) ?? upstream.forward(call);
    if (call.action === 'SimulatePrincipalPolicy') return simulation(call, faults.isDenied);
    if (call.service !== 'ec2') {
      const answer = await upstream.forward(call);
      accounts.note(call, answer);
      return answer;
    }
    if (call.action.startsWith('DescribeInstanceType')) return paged(call, upstream.forward);
    const whole = (asked: Call) => inTurn(() => ec2.handle(asked, failing));
    const answer = await once(call, () => paged(call, whole));
    if (call.action !== 'CreateNatGateway' || answer.status >= 300) return answer;
    // It may be a replay of what has gone since.
    await inTurn(async () => {
      await ec2.settle();
      return answer;
    });
    return ec2.refreshed(answer);
  }

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await text(incoming);
    const { method = 'GET', url: path = '/', headers } = incoming;
    if (path.startsWith('/sandbox/')) {
      send(outgoing, about(method, path, body));
      return;
    }
    const call = parseCall({ method, path, headers, body });
    const { service, action, tags } = call;
    const node = tags['slipway:node'];
    const resource = tags['slipway:resource'];
    const entry: SeenCall = {
      at: now(),
      service,
      action,
      accessKey: call.accessKey,
      status: 0,
      ...(resource !== undefined && { resource }),
      ...(node !== undefined && { node }),
      ...(call.params['ResourceId.1'] !== undefined && { about: call.params['ResourceId.1'] }),
    };
    seen.push(entry);
    if (seen.length > MAX_SEEN) seen.shift();
    const fault = faults.take(call);
    if (fault !== undefined) entry.fault = fault.kind;
    if (fault?.kind === 'reset') {
      outgoing.destroy();
      return;
    }
    const answer = (fault && refusal(fault, call)) ?? (await answerOf(call, fault));
    if (fault?.kind === 'lost_response') {
      outgoing.destroy();
      return;
    }
    if (fault?.kind === 'hang') await sleep(fault.ms, undefined, { ref: false });
    entry.status = answer.status;
    send(outgoing, answer);
  }

  function about(method: string, path: string, body: string): Answer {
    const { pathname, searchParams } = new URL(path, 'http://localhost');
    if (pathname === '/sandbox/faults') {
      if (method === 'PUT') faults.set(faultsSchema.parse(JSON.parse(body)));
      if (method === 'POST') faults.add(faultsSchema.parse(JSON.parse(body)).faults);
      return jsonAnswer({ faults: faults.left() });
    }
    if (pathname === '/sandbox/calls') {
      return jsonAnswer({ items: seen.slice(Number(searchParams.get('from') ?? 0)) });
    }
    if (pathname === '/sandbox/eks')
      return jsonAnswer({ items: places.all().flatMap(({ eks }) => eks.extras()) });
    return jsonAnswer({ message: 'There is no such page of the sandbox.' }, 404);
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
