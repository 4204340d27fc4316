/** What schemas (`self`) and fields mean, where their names and types do not say it. */
import type { DiscoveryMetadata, InstanceType } from '../../contract/resources/instance-types.ts';
import type { Operation } from '../../contract/operations/operation.ts';

type Descriptions<Fields extends string> = Partial<Record<Fields | 'self', string>>;

const OPERATION = {
  self: 'One piece of work, from its submit to its outcome. A field that does not apply yet is absent, never null. Nothing in it depends on when it is read.',
  id: '26 characters of Crockford base32, sortable by time.',
  memberId: 'Who asked for it.',
  status: '`succeeded`, `failed` and `canceled` are terminal: the operation never changes again.',
  result: 'What it made or found; once it has succeeded.',
  error: 'Why it failed or was canceled.',
  resourceId: 'The name of what it works on, in the collection of its `resourceType`.',
  resourceUid: 'Which incarnation of the name.',
  startedAt: 'When a worker began.',
  completedAt: 'When it became terminal.',
  version: 'Grows with every change that a client can see; the id of an event of its stream.',
  cancelable: 'Whether a cancel would be accepted now.',
  retryOf: 'The operation that this one tries again.',
} satisfies Descriptions<keyof Operation>;

const INSTANCE_TYPE = {
  maxPods: 'How many pods a node of this type runs in a managed node group.',
  group:
    'The name of the node group that uses the type; of a discovery, the size class that a scheduler would place together: `system` for what fits the system node group, otherwise by family.',
  allocatableMilliCpu:
    'Thousandths of a vCPU that pods can use: all vCPUs less what the kubelet reserves.',
} satisfies Descriptions<keyof InstanceType>;

/** Our reading of the names, which no source defines. */
const DISCOVERY_METADATA = {
  self: 'What the pods of the system take away from nodes and cluster, derived from the add-ons. The meaning of each field is our reading of its name.',
  provider: 'Whose instance types these are.',
  systemPodsPerNode:
    'Pods that daemon sets run on every node (aws-node, kube-proxy, eks-pod-identity-agent, ebs-csi-node).',
  systemPodsPerSystemNode:
    'Pods of the system on a node of the system node group: those of every node, and its share of the replicated ones and of Karpenter, spread over two nodes and rounded up.',
  systemPodsFixed:
    'Replicated pods in the cluster as a whole, however many nodes it has (coredns, ebs-csi-controller); without Karpenter.',
  systemPodsPerNodeMargin: 'Pods to keep free on every node, beyond those that are known.',
  systemPodsFixedMargin: 'Pods to keep free in the cluster as a whole.',
  systemMilliCPUPerNode: 'Thousandths of a vCPU that the daemon sets request on every node.',
  systemMilliCPUFixed:
    'Thousandths of a vCPU that the replicated pods request in the cluster as a whole; without Karpenter.',
  karpenterMilliCPUPerReplica:
    'Thousandths of a vCPU that one replica of Karpenter requests; 0 without Karpenter.',
  karpenterReplicas: 'How many replicas Karpenter runs; 0 without Karpenter.',
} satisfies Required<Descriptions<keyof DiscoveryMetadata>>;

const RESOURCE = {
  id: 'Its name, which the user chose; unique in its organization and collection.',
  uid: 'Tells the incarnations of one name apart.',
  statusReason: 'Why it is `failed`.',
  outputs: 'What others may need of it, for example an endpoint.',
  operationId: 'The operation that holds or last changed it.',
};

export const FIELD_DESCRIPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Operation: OPERATION,
  InstanceType: INSTANCE_TYPE,
  DiscoveryMetadata: DISCOVERY_METADATA,
  Progress: {
    message: 'Where it stands, for people.',
    resources:
      'Every cloud resource of the plan. Absent in lists, and while only the memo is known.',
  },
  ProgressResource: {
    urn: 'The name of the cloud resource in Slipway.',
    operation: 'What is done to it; while undoing, `delete` for what was made.',
    status: 'The resource that failed stays `failed` to the end.',
    startedAt: 'When work on it began.',
    duration: 'Milliseconds from its start to its end; absent while it runs.',
  },
  ProgressSummary: { total: 'The sum of the other five.' },
  OperationResult: {
    items:
      'Of a discovery, every type that fits the question; of a cluster, the types of its node groups.',
    metadata: 'What the pods of the system take away.',
    resource: 'What was made.',
    outputs: 'What others may need of it, for example an endpoint.',
  },
  OperationError: {
    code: 'A stable identifier within its `errorType`.',
    message: 'For people.',
    details:
      '`retryAfter`: whole seconds until a new attempt makes sense, only with `retryable: true`. `causedBy`: the URN of the resource that failed first. `survivors`: the URNs of what could not be undone. `requestId`: of the vendor where there is one.',
  },
  Timeline: { marker: 'For the next page; absent on the last one.' },
  TimelineItem: {
    sequence: 'Grows from item to item.',
    urn: 'The cloud resource that it is about.',
  },
  Cluster: {
    ...RESOURCE,
    networkId: 'The network that it stands on; absent when it has one of its own.',
    externalClusterId: "The cloud's own id of the control plane.",
    externalStatus: "The cloud's own word for the status of the control plane.",
  },
  Network: RESOURCE,
  NodeGroup: {
    self: '`desiredSize` lies between `minSize` and `maxSize`; no instance type is named twice; the names of the node groups of a cluster differ.',
  },
  CreateClusterRequest: {
    self: 'A name is enough.',
    networkId: 'The network to stand on; without one the cluster makes, owns and removes its own.',
    addons: 'Each at most once.',
    karpenter: 'Installs what Karpenter needs to add and remove nodes by itself.',
    endpointAccess:
      'AWS only: `private` has the Kubernetes API reached from the network alone. It cannot be changed; from everywhere, too, unless given.',
    encryptionKeyArn:
      'AWS only: the KMS key, in the region of the cluster, that what its Kubernetes API stores is encrypted with. It cannot be changed; a key of AWS unless given.',
    tags: 'Keys must not start with `slipway:`.',
    onFailure: '`rollback` undoes what was made; `retain` keeps it until the cluster is deleted.',
    simulation: 'For the simulated provider only.',
  },
  UpdateClusterRequest: {
    self: 'What is left out stays as it is; null takes a field back to its default.',
    nodeGroups: 'All of them: those that are left out are removed, once the others are ready.',
    tags: 'Merged key by key; null takes a tag away.',
    kubernetesVersion: 'The next minor version, or the same.',
    simulation: 'Faults for what this update does; for the simulated provider only.',
  },
  RetryRequest: { self: 'It says nothing: what is to be done is known.' },
  Ledger: { items: 'Every cloud resource that exists, or may exist.' },
  LedgerItem: {
    generation: 'Grows whenever it has to be made anew.',
    dependsOn: 'The URNs of those that it stands on.',
    status:
      '`intended`: may or may not exist; `present`: seen ready; `failed`: exists in a broken state.',
    cloudId: "The cloud's own id, once it is known.",
    since: 'When the status last changed.',
    operationId: 'The operation that last changed it.',
  },
  CreateNetworkRequest: {
    self: 'A name is enough.',
    cidr: 'An IPv4 network of /16 to /22 without host bits.',
    natGateways: 'How private subnets reach the internet.',
    flowLogBucketArn:
      'AWS only: the S3 bucket, with a folder in it or without, that gets records of all traffic. It has to be there; nothing is recorded unless given.',
    tags: 'Keys must not start with `slipway:`.',
    onFailure: '`rollback` undoes what was made; `retain` keeps it until the network is deleted.',
    simulation: 'For the simulated provider only.',
  },
  Deployment: {
    ...RESOURCE,
    outputs: 'What the module gives, as text; what is no string, as JSON.',
    withheldOutputs: 'Outputs that are sensitive, or too large to be shown here.',
  },
  DeploymentSpec: {
    source: 'The files themselves are kept elsewhere; the hash is of all of them.',
  },
  CreateDeploymentRequest: {
    self: 'A name and a file are enough.',
    source: 'The text of each file by its path; at least one `.tf` or `.tofu` file at the root.',
    variables:
      'Values of the module. They are kept in the history; what is secret goes into `secrets`.',
    secrets: 'By variable, the name of a secret that the workers have. The value is never shown.',
    environment: 'By environment variable that a provider reads, the name of a secret.',
    confirm: '`manual` waits until the plan is confirmed; a plan that changes nothing needs none.',
    onFailure:
      '`retain` keeps what was made, and the next operation goes on from there; `destroy` takes it away, if the deployment was only being made.',
    targets: 'Addresses of resources or modules; only these, and what they need.',
  },
  UpdateDeploymentRequest: {
    self: 'A merge patch (RFC 7396): what is null is taken away.',
    source: 'By path, the new text of a file.',
  },
  Connection: {
    ...RESOURCE,
    region: 'Where it is verified; what is worked on through it may be elsewhere.',
    outputs: 'The account and the principal that it was verified to lead to.',
  },
  ConnectionSpec: {
    accountId: 'The account that the role must be in.',
    externalId: "What the role's trust asks for. It is no secret, but nobody should guess it.",
  },
  CreateConnectionRequest: {
    self: 'A role in an account, which workers assume for each step of their work. Credentials are kept nowhere.',
    accountId: 'The account that the role must be in.',
    roleArn: "Its trust names the workers' own identity, with the external id as a condition.",
    externalId: "What the role's trust asks for. It is no secret, but nobody should guess it.",
    region: 'Where it is verified; what is worked on through it may be elsewhere.',
  },
  DiscoverRequest: {
    self: '`maxVCpus` is not below `minVCpus`.',
    gpu: '`true`: only types with a GPU; `false`: only types without.',
    families: 'Instance families, for example `m5`.',
    podDensity:
      'Which rule counts the pods of a node: its network interfaces, or prefix delegation.',
  },
  CancelRequest: { reason: "For the history; operators read it in Temporal's Web UI." },
  Fault: {
    self: 'A fault that the simulated cloud makes on request. It names a type, a name or both.',
    type: 'Hits every resource of this type, for example `nat_gateway`.',
    name: 'Hits the resource of this name.',
    code: "The cloud's error code; each kind has one of its own.",
    times: 'How many calls it hits.',
  },
  Problem: {
    self: 'RFC 9457, with additions.',
    detail: 'For people.',
    retryable: 'Whether the same request may be accepted later.',
    fieldErrors: 'Every fault of the request by the path of its field.',
    errors: 'Every fault of the request, each with a JSON pointer (RFC 6901) into the body.',
    conflictingOperationId: 'With `resource_busy`: the operation that holds the resource.',
    links: 'With `resource_busy`: the path that cancels that operation.',
    attachments: 'With `in_use`: who stands on the resource.',
  },
};

/** Of the parameters of lists; a comma between values means "or". */
export const QUERY_DESCRIPTIONS: Readonly<Record<string, string>> = {
  limit: 'How many items at most: 1 to 100, and 100 unless given.',
  marker: 'Of the page before; opaque, and good for a list with the same filters only.',
  status: 'One status, or several with commas between them.',
  operation: 'One kind of operation, or several with commas between them.',
  resourceType: 'One type, or several with commas between them.',
  resourceId: 'One name, or several with commas between them.',
  resourceUid: 'One incarnation of a name, or several with commas between them.',
  memberId: 'Who asked for it: one member, or several with commas between them.',
  createdAfter: 'Later than this (RFC 3339).',
  createdBefore: 'Earlier than this (RFC 3339).',
  provider: 'One provider, or several with commas between them.',
  region: 'One region, or several with commas between them.',
};
