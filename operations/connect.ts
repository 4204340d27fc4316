import { Client, Connection, type ConnectionOptions } from '@temporalio/client';

/** A client whose connection is made with the first call, so that a process comes up while Temporal is away. */
export function connectLazily(options: ConnectionOptions, namespace: string): Client {
  return new Client({ connection: Connection.lazy(options), namespace });
}
