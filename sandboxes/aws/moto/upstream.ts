import { request } from 'node:http';
import type { Answer, Call } from '../proxy/call.ts';

export interface Upstream {
  /** Forwards a call unchanged. */
  forward(call: Call): Promise<Answer>;
  /** Calls EC2 with the caller's credentials. Resolves to the XML of the response. */
  ec2(call: Call, action: string, params?: Record<string, string>): Promise<string>;
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
    async ec2(call, action, params = {}) {
      const { body } = await send({
        method: 'POST',
        path: '/',
        headers: {
          authorization: signedFor(call, 'ec2'),
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({
          Action: action,
          Version: '2016-11-15',
          ...params,
        }).toString(),
      });
      return body;
    },
  };
}

/** The caller's credentials for another service. */
function signedFor({ headers }: Call, service: string): string {
  const { authorization = '' } = headers;
  return authorization.replace(/\/[a-z0-9-]+\/aws4_request/, `/${service}/aws4_request`);
}
