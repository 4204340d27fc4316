/** Which resources count as holding data, and the order and counts of plans. */
import { describe, expect, test } from 'vitest';
import { dataIn, dataLosses } from '../../../contract/plans/data-loss.ts';
import { changesText, dangerousFirst, planCounts } from '../../../contract/plans/words.ts';
import type { NodeOperation } from '../../../contract/vocabulary.ts';

describe('data is in', () => {
  test.each([
    ['aws_db_instance', 'a database'],
    ['aws_rds_cluster', 'a database'],
    ['aws_dynamodb_table', 'a database'],
    ['aws_elasticache_replication_group', 'a database'],
    ['aws_opensearch_domain', 'a database'],
    ['google_sql_database_instance', 'a database'],
    ['google_bigquery_dataset', 'a database'],
    ['azurerm_postgresql_flexible_server', 'a database'],
    ['azurerm_redis_cache', 'a database'],
    ['digitalocean_database_cluster', 'a database'],
    ['mongodbatlas_cluster', 'a database'],
    ['postgresql_database', 'a database'],
    ['aws_ebs_volume', 'a disk, a file system or a backup'],
    ['google_compute_disk', 'a disk, a file system or a backup'],
    ['azurerm_managed_disk', 'a disk, a file system or a backup'],
    ['aws_efs_file_system', 'a disk, a file system or a backup'],
    ['kubernetes_persistent_volume_claim_v1', 'a disk, a file system or a backup'],
    ['openstack_blockstorage_volume_v3', 'a disk, a file system or a backup'],
    ['aws_s3_bucket', 'a store of files'],
    ['google_storage_bucket', 'a store of files'],
    ['azurerm_storage_account', 'a store of files'],
    ['aws_ecr_repository', 'a store of files'],
    ['aws_eks_cluster', 'a Kubernetes cluster or namespace'],
    ['google_container_cluster', 'a Kubernetes cluster or namespace'],
    ['azurerm_kubernetes_cluster', 'a Kubernetes cluster or namespace'],
    ['control_plane', 'a Kubernetes cluster or namespace'],
    ['aws_instance', 'a machine'],
    ['openstack_compute_instance_v2', 'a machine'],
    ['hcloud_server', 'a machine'],
    ['aws_kms_key', 'a key or a secret'],
    ['aws_sqs_queue', 'a queue or a stream'],
    ['aws_cloudwatch_log_group', 'a store of logs or users'],
  ])('%s: %s', (type, what) => {
    expect(dataIn(type)?.what).toBe(what);
    expect(dataIn(type)?.why).toMatch(/\w/);
  });
});

test.each([
  'random_id',
  'terraform_data',
  'aws_db_subnet_group',
  'aws_db_parameter_group',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_versioning',
  'aws_volume_attachment',
  'aws_kms_alias',
  'aws_sqs_queue_policy',
  'aws_iam_role',
  'aws_security_group',
  'aws_route_table',
  'azurerm_mssql_firewall_rule',
  'google_sql_user',
  'vpc',
  'subnet',
  'node_group',
  'queue',
])('%s holds no data', (type) => {
  expect(dataIn(type)).toBeUndefined();
});

const planned = (...operations: NodeOperation[]) =>
  operations.map((operation, i) => ({ type: i % 2 === 0 ? 'aws_s3_bucket' : 'vpc', operation, i }));

test('only what is deleted or replaced loses its data', () => {
  const losses = dataLosses(
    planned('delete', 'delete', 'replace', 'create', 'update', 'same', 'forget'),
  );
  expect(losses.map(({ item: { i } }) => i)).toEqual([0, 2]);
});

test('deletions come first, then replacements; the rest keeps its order', () => {
  const sorted = dangerousFirst(
    planned('create', 'same', 'update', 'delete', 'create', 'replace', 'delete'),
  );
  expect(sorted.map(({ operation, i }) => `${operation} ${i}`)).toEqual([
    'delete 3',
    'delete 6',
    'replace 5',
    'update 2',
    'create 0',
    'create 4',
    'same 1',
  ]);
});

test('plans are counted', () => {
  const items = planned('delete', 'create', 'same', 'delete');
  expect(changesText(items)).toBe('1 to create, 2 to delete');
  expect(planCounts(items).map(({ text }) => text)).toEqual([
    '1 to create',
    '2 to delete',
    '1 unchanged',
  ]);
  expect(changesText(planned('same'))).toBe('');
});
