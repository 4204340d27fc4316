/**
 * Which resources hold data that is lost with them. Clients ask for more than a click before a plan deletes or replaces
 * one of these.
 *
 * A type is matched by its words, because thousands of types exist and most providers name them alike. Only what holds
 * data itself counts: a policy of a bucket, a subnet group of a database and an attachment of a disk end in another
 * word. A type that no row knows counts as one without data. Asking about every unknown type would make the question
 * so common that nobody reads it.
 */
import type { NodeOperation } from '../vocabulary.ts';

/** Words by which a type belongs to a database, also if the last word is as general as `instance`. */
const DATABASE =
  'cassandra|clickhouse|cosmosdb|database|databases|db|dbaas|docdb|dynamodb|elasticache|elasticsearch|firestore|keyspaces|kusto|mariadb|memorydb|mongodb|mongodbatlas|mssql|mysql|neptune|opensearch|postgres|postgresql|rdb|rds|redis|redshift|snowflake|spanner|sql|bigtable|bigquery|valkey';
const DATABASE_PART =
  'account|cache|cluster|collection|database|dataset|db|domain|instance|keyspace|namespace|replication_group|schema|server|service|snapshot|table';
/** A version at the end of a type, as in `openstack_compute_instance_v2`. */
const VERSION = '(_v\\d+)?$';

interface Row {
  pattern: RegExp;
  what: string;
  /** What is lost with it. */
  why: string;
}

const ROWS: readonly Row[] = [
  {
    pattern: new RegExp(`(^|_)(${DATABASE})(_\\w+)?_(${DATABASE_PART})${VERSION}`),
    what: 'a database',
    why: 'its tables, and often its automatic backups',
  },
  {
    pattern: new RegExp(
      `(^|_)(database|disk|volume|file_?system|file_share|storage_share|snapshot|backup_vault|recovery_services_vault|persistent_volume|persistent_volume_claim)${VERSION}`,
    ),
    what: 'a disk, a file system or a backup',
    why: 'the files on it',
  },
  {
    pattern: new RegExp(
      `(^|_)(bucket|bucket_object|s3_object|storage_account|storage_container|storage_blob|container_registry|ecr_repository|artifact_registry_repository|github_repository|gitlab_project)${VERSION}`,
    ),
    what: 'a store of files',
    why: 'the files in it',
  },
  {
    pattern: new RegExp(
      `(^|_)(control_plane|kubernetes_cluster|eks_cluster|container_cluster|kubernetes_namespace|kubernetes_stateful_set)${VERSION}`,
    ),
    what: 'a Kubernetes cluster or namespace',
    why: 'what runs in it, with its configuration and secrets',
  },
  {
    pattern: new RegExp(
      `(^|_)(instance|virtual_machine|linux_virtual_machine|windows_virtual_machine|droplet|server|vm|libvirt_domain)${VERSION}`,
    ),
    what: 'a machine',
    why: 'its own disk',
  },
  {
    pattern: new RegExp(
      `(^|_)(kms_key|kms_crypto_key|key_vault|key_vault_key|key_vault_secret|secretsmanager_secret|secret_manager_secret)${VERSION}`,
    ),
    what: 'a key or a secret',
    why: 'what it encrypts becomes unreadable',
  },
  {
    pattern: new RegExp(
      `(^|_)(sqs_queue|servicebus_queue|storage_queue|kinesis_stream|msk_cluster|kafka_cluster|kafka_topic|eventhub|pubsub_subscription)${VERSION}`,
    ),
    what: 'a queue or a stream',
    why: 'the messages in it',
  },
  {
    pattern: new RegExp(`(^|_)(log_group|log_analytics_workspace|cognito_user_pool)${VERSION}`),
    what: 'a store of logs or users',
    why: 'the logs or users in it',
  },
];

/** Returns what a resource of this type is and what is lost with it; undefined if the type holds no data. */
export function dataIn(type: string): { what: string; why: string } | undefined {
  return ROWS.find(({ pattern }) => pattern.test(type));
}

/** The operations after which the present object no longer exists. */
const DESTROYING: ReadonlySet<NodeOperation> = new Set(['delete', 'replace']);

export interface DataLoss<Item> {
  item: Item;
  what: string;
  why: string;
}

/** Returns the resources that the plan deletes or replaces, and whose data is lost with them. */
export function dataLosses<Item extends { type: string; operation: NodeOperation }>(
  resources: readonly Item[],
): DataLoss<Item>[] {
  return resources.flatMap((item): DataLoss<Item>[] => {
    const data = DESTROYING.has(item.operation) ? dataIn(item.type) : undefined;
    return data === undefined ? [] : [{ item, what: data.what, why: data.why }];
  });
}
