import { request } from 'node:http';
import type { Answer, Call } from '../proxy/call.ts';

export interface Upstream {
  /** Forwards a call unchanged. */
  forward(call: Call): Promise<Answer>;
  /** Calls EC2 with the caller's credentials. Resolves to the XML of the response. */
  ec2(call: Call, action: string, params?: Record<string, string>): Promise<string>;
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
    async ec2(call, action, params = {}) {
      const { authorization = '' } = call.headers;
      const { body } = await send({
        method: 'POST',
        path: '/',
        headers: {
          authorization: authorization.replace(/\/[a-z0-9-]+\/aws4_request/, '/ec2/aws4_request'),
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
