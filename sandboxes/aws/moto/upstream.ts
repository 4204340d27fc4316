import { request } from 'node:http';
import { xmlText } from '../proxy/answers.ts';
import type { Answer, Call } from '../proxy/call.ts';

export interface Upstream {
  /** Forwards a call unchanged. */
  forward(call: Call): Promise<Answer>;
  /** Calls EC2 with the caller's credentials. Resolves to the XML of the response. */
  ec2(call: Call, action: string, params?: Record<string, string>): Promise<string>;
  /** Calls IAM with the caller's credentials. Resolves to the XML of the response. */
  iam(call: Call, action: string, params: Record<string, string>): Promise<string>;
  /** The ARN of the caller, as STS shows it. */
  callerArn(call: Call): Promise<string>;
  /** Calls a service with a JSON protocol with the caller's credentials. @param target as in `x-amz-target` */
  json(call: Call, service: string, target: string, body: object): Promise<Answer>;
}

/** A client for moto. moto does not verify signatures. */
export function createUpstream(port: number): Upstream {
  function send(call: Pick<Call, 'method' | 'path' | 'headers' | 'body'>): Promise<Answer> {
    const {
      host: _host,
      connection: _connection,
      'content-length': _length,
      'transfer-encoding': _encoding,
      expect: _expect,
      ...headers
    } = call.headers;
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host: '127.0.0.1',
          port,
          method: call.method,
          path: call.path,
          headers: { ...headers, 'content-length': String(Buffer.byteLength(call.body)) },
          agent: false,
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.once('error', reject);
          incoming.once('end', () => {
            const kept = Object.entries(incoming.headers).filter(
              ([name]) => !['content-length', 'transfer-encoding', 'connection'].includes(name),
            );
            resolve({
              status: incoming.statusCode ?? 502,
              headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
              body: Buffer.concat(chunks).toString(),
            });
          });
        },
      );
      outgoing.once('error', reject);
      outgoing.end(call.body);
    });
  }

  /** Calls a service with the query protocol. Resolves to the XML of the response. */
  async function query(
    call: Call,
    service: string,
    parameters: Record<string, string>,
  ): Promise<string> {
    const { body } = await send({
      method: 'POST',
      path: '/',
      headers: {
        authorization: signedFor(call, service),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams(parameters).toString(),
    });
    return body;
  }

  return {
    forward: send,
    json: (call, service, target, body) =>
      send({
        method: 'POST',
        path: '/',
        headers: {
          authorization: signedFor(call, service),
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': target,
        },
        body: JSON.stringify(body),
      }),
    ec2: (call, Action, params = {}) =>
      query(call, 'ec2', { Action, Version: '2016-11-15', ...params }),
    iam: (call, Action, params) => query(call, 'iam', { Action, Version: '2010-05-08', ...params }),
    async callerArn(call) {
      const parameters = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
      return xmlText(await query(call, 'sts', parameters), 'Arn') ?? '';
    },
  };
}

/** The caller's credentials for another service. */
function signedFor({ headers }: Call, service: string): string {
  const { authorization = '' } = headers;
  return authorization.replace(/\/[a-z0-9-]+\/aws4_request/, `/${service}/aws4_request`);
}
