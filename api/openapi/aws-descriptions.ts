/** What the fields that belong to AWS mean. */
export const AWS_DESCRIPTIONS = {
  AwsCluster: {
    self: 'Settings of an EKS cluster.',
    endpointAccess:
      '`private` makes the Kubernetes API reachable from the network alone; by default it is also reachable from the internet.',
    encryptionKeyArn:
      'The KMS key that encrypts the data of the Kubernetes API, in the region of the cluster. By default AWS uses a key of its own.',
    logRetentionDays:
      'For how many days CloudWatch Logs keeps the logs of the control plane: 90 unless given. A log group that an earlier cluster has left keeps its own retention unless given.',
    accessEntries:
      'The IAM users and roles that may use the Kubernetes API, each at most once. The creator of the cluster is its administrator and must not be named.',
    vpc: 'An existing VPC and its subnets, in place of a network of Slipway. They are only used: nothing of them is created, changed or deleted, except the tags by which Karpenter discovers subnets. Cannot be changed, and not be used together with `networkId`.',
    podIdentities:
      'The AWS permissions of the pods of service accounts, each at most once. Needs the add-on `eks-pod-identity-agent`.',
    autoMode:
      '`true` turns on EKS Auto Mode with both node pools of EKS, an object with some of them. Then a request without `nodeGroups` and `addons` gets none.',
    iam: 'What all roles of the cluster have in common.',
  },
  AwsIam: {
    self: 'What all roles have in common that Slipway makes for a cluster.',
    permissionsBoundary:
      'The ARN of a policy that limits the roles, whatever their other policies allow. It is set and changed, and never taken away.',
  },
  PodIdentity: {
    self: 'The AWS permissions of the pods of one service account: `policyArns` and `policy` for a role that Slipway makes, or the `roleArn` of an existing one.',
    policyArns: 'Policies of AWS or of the account.',
    policy: 'A policy document for this role alone.',
    roleArn: 'The role must trust `pods.eks.amazonaws.com`.',
  },
  AccessEntry: {
    self: 'An IAM user or role that may use the Kubernetes API of an EKS cluster. No policy is named twice.',
    principalArn: 'A role itself, not its sessions.',
    policies:
      '`policy` is `cluster-admin`, `admin`, `edit`, `view`, `admin-view` or the ARN of an access policy of EKS. It applies in `namespaces`, which may end with `*`, or everywhere in the cluster.',
    kubernetesGroups:
      'Groups of Kubernetes, for role bindings in the cluster. Must not start with `system:`.',
  },
  AwsNodeGroup: {
    self: 'Settings of a managed node group of EKS. A change of any but `nodeRepair` replaces the group.',
    amiFamily:
      '`al2023` (Amazon Linux 2023) unless given. The image follows from the family, the architecture and the accelerators of the instance types.',
    maxPods:
      "How many pods a node runs. By default EKS computes the number from the node's network interfaces.",
    zones:
      'The zones in which nodes start: by default all zones of the cluster that offer the instance types.',
    diskType: '`gp3` unless given.',
    diskIops: 'Required for `io1` and `io2`, and not for `gp2`.',
    diskThroughput: 'In MiB per second. For `gp3` only.',
    diskKeyArn:
      "The KMS key that encrypts the disk; its policy must let the service-linked role of EC2 Auto Scaling use it. By default the account's default key for EBS.",
    nodeRepair:
      'With `enabled`, EKS replaces or restarts nodes that are not healthy. The other fields limit how many at once, and stop the repair if too many nodes are affected.',
  },
  OnDelete: {
    self: 'What the deletion of a cluster does with what its workloads have created. Only for the provider `aws`.',
    volumes:
      '`delete` deletes the volumes of persistent volume claims with the cluster. By default they are kept, and the result of the deletion lists them.',
    logs: '`retain` keeps the logs of the control plane. By default they are deleted with the cluster.',
  },
  LeftBehind: {
    self: 'A cloud resource that a deletion has kept, because the deleted resource itself created it. The cloud bills it until you delete it.',
    id: "The cloud's id.",
    message: 'For people: its size, its place and its creator.',
  },
  AwsNetwork: {
    self: 'Settings of a network in AWS.',
    flowLogBucketArn:
      'An existing S3 bucket, with or without a folder in it, that receives records of all traffic. By default nothing is recorded.',
  },
};
