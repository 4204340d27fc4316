/** Descriptions of schemas (`self`) and fields whose names and types do not explain them. */
import { AWS_DESCRIPTIONS } from './aws-descriptions.ts';
import { PLAN_DESCRIPTIONS } from './plan-descriptions.ts';
import type { DiscoveryMetadata, InstanceType } from '../../contract/resources/instance-types.ts';
import type { Operation } from '../../contract/operations/operation.ts';

type Descriptions<Fields extends string> = Partial<Record<Fields | 'self', string>>;

const OPERATION = {
  self: 'One change of a resource, from its request to its outcome. A field that does not apply yet is absent, never null. The content does not depend on when it is read.',
  id: '26 characters of Crockford base32, sortable by time.',
  memberId: 'The member who requested the operation.',
  status:
    '`awaiting_confirmation`: the plan waits for a decision. `succeeded`, `failed` and `canceled` are terminal: the operation never changes again.',
  result: 'What the operation created or found. Present once it has succeeded.',
  error: 'Why the operation failed or was canceled.',
  diagnostics:
    'Errors and warnings of the engine about the module of a deployment, also after a success: at most 50, and 16 KiB in all.',
  moreDiagnostics: 'How many more there are, at least. They are in the log.',
  plan: 'Only in a preview: the attributes that the operation would change.',
  resourceId: 'The name of the resource, in the collection of its `resourceType`.',
  resourceUid:
    'The unique id of the resource. A resource that is deleted and created again has a new one.',
  startedAt: 'When a worker started the operation.',
  completedAt: 'When the operation became terminal.',
  version:
    'Increases with every change that a client can see. It is also the id of the event in the stream.',
  cancelable: '`true` if a cancel request would be accepted now.',
  retryOf: 'The id of the operation that this one retries.',
  decisions:
    'What members have decided, oldest first: the retry that started the operation, what they answered to its plans, and its cancel. At most 100.',
} satisfies Descriptions<keyof Operation>;

const {
  result: _result,
  plan: _plan,
  diagnostics: _diagnostics,
  moreDiagnostics: _moreDiagnostics,
  decisions: _decisions,
  ...LISTED
} = OPERATION;

const INSTANCE_TYPE = {
  maxPods: 'How many pods a node of this type can run in a managed node group.',
  group:
    'For a cluster, the name of the node group that uses the type. For a discovery, the size class whose types are interchangeable for a scheduler: `system` if the type suits the system node group, otherwise by family.',
  allocatableMilliCpu:
    'Thousandths of a vCPU that pods can use: all vCPUs minus the share that the kubelet reserves.',
} satisfies Descriptions<keyof InstanceType>;

/** No source defines these fields; the descriptions are this project's reading of their names. */
const DISCOVERY_METADATA = {
  self: 'The capacity that system pods need on nodes and in the cluster, derived from the add-ons. No standard defines these fields; the descriptions say how Slipway computes them.',
  provider: 'The provider that offers the instance types.',
  systemPodsPerNode:
    'Pods that daemon sets run on every node (aws-node, kube-proxy, eks-pod-identity-agent, ebs-csi-node).',
  systemPodsPerSystemNode:
    'System pods on a node of the system node group: the daemon sets, and half of the replicated pods and of Karpenter, rounded up, because they are spread over two nodes.',
  systemPodsFixed:
    'Replicated system pods in the whole cluster, independent of its number of nodes (coredns, ebs-csi-controller). Without Karpenter.',
  systemPodsPerNodeMargin: 'Pods to keep free on every node, in addition to the known system pods.',
  systemPodsFixedMargin: 'Pods to keep free in the whole cluster.',
  systemMilliCPUPerNode: 'Thousandths of a vCPU that the daemon sets request on every node.',
  systemMilliCPUFixed:
    'Thousandths of a vCPU that the replicated system pods request in the whole cluster. Without Karpenter.',
  karpenterMilliCPUPerReplica:
    'Thousandths of a vCPU that one replica of Karpenter requests; 0 without Karpenter.',
  karpenterReplicas: 'The number of Karpenter replicas; 0 without Karpenter.',
} satisfies Required<Descriptions<keyof DiscoveryMetadata>>;

export const FIELD_DESCRIPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Operation: OPERATION,
  ListedOperation: {
    ...LISTED,
    self: 'An operation in a list, without its `result` and `progress.resources`.',
  },
  InstanceType: INSTANCE_TYPE,
  DiscoveryMetadata: DISCOVERY_METADATA,
  Progress: {
    message: 'The current state in one sentence, for people.',
    reason:
      '`plan_changed`: the plan waits for another confirmation, because what remains to be done differs from the plan that was confirmed.',
    commit: 'The commit of the source in a git repository, as soon as it is known.',
    resources:
      'Every cloud resource of the plan; empty until there is a plan. Without a worker, the list is rebuilt from the history, or empty if the history is too long for that.',
  },
  ProgressResource: {
    urn: 'The name of the cloud resource in Slipway.',
    operation:
      'What happens to the cloud resource. During a rollback, `delete` for a created one. In deployments, `import` adopts a resource that exists, `move` changes its address in the state, `forget` drops it from the state without deleting it, and `refresh` records how others have changed it.',
    movedFrom: 'The address of the resource before the operation, if the operation changes it.',
    imported: '`true` if the operation adopts a resource that exists already.',
    status: 'A cloud resource that failed keeps the status `failed`, even after the rollback.',
    startedAt: 'When work on the cloud resource started.',
    duration: 'Milliseconds from start to end. Absent while the work is running.',
    cloudId: 'The id of the resource in the cloud, as soon as it is known.',
    lastFailure:
      'Why the resource failed, or why the last attempt did while it is tried again. For a survivor: what keeps it from being deleted.',
    attempt: 'The number of the attempt that runs or comes next, after one that failed.',
    waitingFor: 'What the work waits for, if it waits longer than a second.',
    deadlineAt:
      'When the work is given up, rounded up to the minute. An outage of Slipway postpones it.',
  },
  ProgressSummary: { total: 'The sum of the other five numbers.' },
  OperationResult: {
    items:
      'For a discovery, every instance type that matches the request. For a cluster, the types of its node groups.',
    metadata: 'The capacity that system pods need.',
    resource: 'The resource that the operation created or changed.',
    outputs: 'Values for the users of the resource, for example an endpoint.',
    kubernetes:
      'Only of a cluster: whether its nodes and system pods were checked in its Kubernetes API, and what was found or why not.',
    leftBehind:
      'Of a deletion: what the cloud still has and bills, because the deleted resource itself created it and the request did not ask to delete it.',
  },
  OperationError: {
    code: 'A stable identifier within its `errorType`.',
    message: 'The reason in one sentence, for people.',
    details:
      '`retryAfter`: whole seconds to wait before a new attempt, only with `retryable: true`. `causedBy`: the URN of the cloud resource that failed first. `survivors`: the URNs of cloud resources that could not be undone. `requestId`: the id of the failed request to the cloud, if there was one.',
  },
  Diagnostic: {
    self: 'What the engine says about the module.',
    address: 'The address of the resource in the module.',
    file: 'The path from the root of the source.',
    snippet: 'The source there.',
  },
  LogLine: {
    self: 'A line of the log of an operation.',
    sequence:
      'Increases from line to line, except in lines with `live`. Send it as `after` to continue the log.',
    live: '`true` if the line says what a step is doing now. Such lines are not kept.',
    phase:
      'The command of the engine, such as `init`, `plan` or `apply`; `destroy` for the apply of a deletion, `verify` for the plan after an apply, `attempt` where another attempt begins. Without an engine, the type of the event in the timeline.',
    message: 'Can have several lines.',
    address: 'The address of the resource in the module.',
    urn: 'The cloud resource of this event.',
    diagnostic: 'The error or warning of this line.',
  },
  Timeline: { marker: 'Send it as `marker` to get the next page. Absent on the last page.' },
  TimelineItem: {
    sequence: 'Increases from item to item.',
    urn: 'The cloud resource of this event.',
  },
  NodeGroup: {
    self: '`desiredSize` is between `minSize` and `maxSize`. No instance type is listed twice. The node groups of a cluster have different names.',
    release:
      'The release of the node image, for `aws` only. `latest` brings the nodes to the newest release of their version of Kubernetes, each time that a request has it; the operation writes that release into the spec. Without it, nodes keep their release until the version changes.',
    aws: 'For the provider `aws` only.',
  },
  ...AWS_DESCRIPTIONS,
  Decision: {
    self: 'What a member has decided about an operation: to retry an earlier one, to confirm or discard its plan, or to cancel it.',
    reason: 'What the member gave as the reason.',
  },
  DecisionRequest: {
    reason: 'Why. It is shown in the `decisions` of the operation, and stored in its history.',
  },
  Ledger: { items: 'Every cloud resource that exists, or may exist.' },
  LedgerItem: {
    generation: 'Increases whenever the cloud resource has to be created again.',
    dependsOn: 'The URNs of the cloud resources that this one depends on.',
    status:
      '`intended`: may or may not exist; `present`: was seen ready; `failed`: exists in a broken state.',
    cloudId: "The cloud's id, once it is known.",
    since: 'When the status last changed.',
    operationId: 'The operation that last changed the cloud resource.',
  },
  DiscoverRequest: {
    self: '`maxVCpus` must not be below `minVCpus`.',
    gpu: '`true`: only types with a GPU; `false`: only types without.',
    families: 'Instance families, for example `m5`.',
    podDensity:
      'The rule that limits the pods of a node: its network interfaces (`eni`), or prefix delegation (`prefix`).',
  },
  CancelRequest: {
    reason: "Stored in the history, where operators read it in Temporal's Web UI.",
  },
  Fault: {
    self: 'A fault that the simulated cloud produces on request. It needs a type, a name or both.',
    type: 'Affects every cloud resource of this type, for example `nat_gateway`.',
    name: 'Affects the cloud resource with this name.',
    code: "The cloud's error code. By default the usual one for this kind of fault.",
    times: 'The number of calls that the fault affects.',
  },
  ...PLAN_DESCRIPTIONS,
  OutputValue: {
    self: 'One output of a module, also a sensitive or large one.',
    type: 'The engine\'s form of the type, for example `"string"`.',
    value: 'Numbers have every digit.',
  },
  StateVersion: {
    self: 'A stored state of a deployment, without its content.',
    version: 'Counts the versions of the state, from 1. It never changes.',
    serial: 'Grows with every change of the state.',
    lineage: 'The same for all states that come from one another.',
    resources: 'How many objects the state manages. Absent if it is encrypted.',
    encrypted: '`true` if the module encrypts its state.',
    engineVersion: 'The release of the engine that wrote it.',
    operationId: 'The operation that wrote it. Absent if an earlier version of Slipway did.',
    memberId: 'The member who requested that operation.',
    createdAt: 'When the operation began to write it.',
    origin:
      'Where an adopted state comes from: `version` with its number, or `file` with its digest.',
    replacedAt: 'When the next version replaced it.',
  },
  StateFile: { self: 'A state of the organization, which deployments can adopt.' },
  StateDiff: {
    self: 'What changes from one version of a state to another.',
    resources: 'The objects that differ.',
    outputs: 'The outputs that differ. `path` is the name of the output.',
    valuesHidden:
      '`true` if the service does not hand out states, so that all values and the keys in addresses are hidden.',
    truncated: '`true` if too much differs, so that some objects are shown without attributes.',
  },
  Problem: {
    self: 'A problem as in RFC 9457, with additional fields.',
    detail: 'What is wrong and what to do, for people.',
    retryable: '`true` if the same request may be accepted later.',
    fieldErrors: 'Every fault of the request, by the path of its field.',
    errors: 'Every fault of the request, each with a JSON pointer (RFC 6901) into the body.',
    conflictingOperationId: 'With `resource_busy`: the operation that is changing the resource.',
    links: 'With `resource_busy`: the path that cancels that operation.',
    attachments: 'With `in_use`: the names of the resources that use this one.',
  },
};
