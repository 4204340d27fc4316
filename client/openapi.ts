/** Made from the OpenAPI document by `npm run openapi-types`; not to be edited. */
export interface paths {
    "/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List operations
         * @description Newest first; may lag a moment behind. Unknown parameters are refused. Items leave out `result` and `progress.resources`.
         */
        get: operations["listOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/{operationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an operation, or wait for news of it
         * @description Answers 200 whatever the outcome of the operation: poll `status`, at the pace of `Retry-After`. A client that goes away cancels nothing.
         */
        get: operations["getOperation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/{operationId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow an operation, or read its timeline
         * @description `Accept: text/event-stream` follows it: `operation.progress` events that carry the operation as JSON under `id:` its `version`, a comment every 15 s, `operation.completed` last, then the stream ends. A lost stream goes on from `Last-Event-ID` at any API process. `Accept: application/json` reads the timeline, oldest first. The stream has no query.
         */
        get: operations["getOperationEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/{operationId}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read or follow the log of an operation
         * @description What the engine of a deployment has said in each phase, without secrets, line by line. The log of an operation without an engine, or whose engine has not run, has its stages, steps, failed attempts, waits and decisions. While the operation runs, lines with `live` say what its steps are doing now; they are not kept. Each line is a JSON document of the schema. `Accept: text/event-stream` follows the log: `log.line` events with the line as JSON under `id:` its `sequence`, a comment every 15 s, `log.completed` last. A lost stream goes on from `Last-Event-ID`. If the log of an engine reaches its limit (`SLIPWAY_DEPLOYMENT_LOG_KIB`), its beginning and its end are kept, and a line between them says how much is left out. The logs of the last 20 operations of a deployment are kept, and for 30 days after its end.
         */
        get: operations["getOperationLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/{operationId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an operation
         * @description Graceful: calls in flight finish, then everything that the operation made is undone. It may still succeed when the cancel comes too late. Asking again changes nothing.
         */
        post: operations["cancelOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/{operationId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do again what has failed or was canceled
         * @description Starts a new operation (`retryOf`) that wants the same, starts from what is there, and adopts it. The body may be left out.
         */
        post: operations["retryOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/instance-types:discover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find instance types
         * @description Starts an operation whose `result.items` are all types that fit the question, and whose `result.metadata` says what the pods of the system take away.
         */
        post: operations["discoverInstanceTypes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a connection
         * @description The resource can be read as soon as its creation was accepted.
         */
        get: operations["getConnection"];
        put?: never;
        post?: never;
        /**
         * Delete a connection
         * @description Takes no body. Nothing of a connection is in a cloud, so it is deleted at once, without an operation. A worker must be running.
         */
        delete: operations["deleteConnection"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/archives/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read whether an archive is stored
         * @description This counts as a use of the archive.
         */
        get: operations["getArchive"];
        /**
         * Upload the files of a module
         * @description Stores a tar archive that is compressed with gzip, under its SHA-256 digest. Deployments refer to it as `source.archive`. It is kept while a deployment has it as its source, and for 30 days after its last use. Refused are links, devices, paths that lead out, and states.
         */
        put: operations["uploadArchive"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments/{deploymentId}:refreshSource": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deploy the current commit of a branch
         * @description Finds the commit that `source.git.ref` names now, fetches its files, and plans and applies them like an update. Takes no body. A deployment whose source is not in a git repository is refused with `invalid_request`.
         */
        post: operations["refreshDeploymentSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments/{deploymentId}/outputs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the outputs of a deployment
         * @description The outputs after the last apply. Sensitive outputs are listed by name, without their values.
         */
        get: operations["getDeploymentOutputs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clusters/{clusterId}/kubeconfig": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the kubeconfig of a cluster
         * @description Contains no secret: kubectl runs a command that gets a credential for the user who runs it. The kubeconfig of a simulated cluster leads to no server.
         */
        get: operations["getClusterKubeconfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/{operationId}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the plan of an operation
         * @description The plan of an operation on a cluster, network or deployment with the attributes that it changes, as soon as the operation has planned, and also while it waits for its confirmation. Operations that plan nothing, such as a recovery, have none. `Accept: text/plain` reads it as text. Sensitive values are hidden. The last 20 plans of a deployment are kept until it is deleted.
         */
        get: operations["getOperationPlan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/{operationId}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm a plan
         * @description While the status is `awaiting_confirmation`: the operation applies the plan, and nothing else. The body may be left out. If no worker answers within 5 s, Temporal keeps the decision for the next one, and the message of the operation says so.
         */
        post: operations["confirmOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/{operationId}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Discard a plan
         * @description While the status is `awaiting_confirmation`: nothing is changed, and the operation ends as `canceled`. The body may be left out. If no worker answers within 5 s, Temporal keeps the decision for the next one, and the message of the operation says so.
         */
        post: operations["discardOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/state-files/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what is known of an uploaded state
         * @description This counts as a use of the file.
         */
        get: operations["getStateFile"];
        /**
         * Upload a state
         * @description Stores a state file of the format version 4, at most 64 MiB, under its SHA-256 digest. Deployments adopt it as `state.file`. It is kept for 30 days after its last use.
         */
        put: operations["uploadState"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/state-files/{sha256}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a state file
         * @description For example that of a deployment that was given up. Refused unless the service allows reading states (`SLIPWAY_DEPLOYMENT_STATE_READ`).
         */
        get: operations["downloadStateFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments/{deploymentId}/outputs/{outputName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one output of a deployment
         * @description Also a sensitive or large one, from the current state. `Accept: text/plain` reads the bare value: a string as it is, other values as JSON. Refused unless the service allows reading states (`SLIPWAY_DEPLOYMENT_STATE_READ`).
         */
        get: operations["getDeploymentOutput"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments/{deploymentId}/state/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a state
         * @description The current state and the states before the last 20 runs, newest first, on one page: who wrote each of them, in which operation.
         */
        get: operations["listStateVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments/{deploymentId}/state/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what is known of a version */
        get: operations["getStateVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments/{deploymentId}/state/versions/{version}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a version of a state
         * @description The bytes that the engine has written, secrets included. Refused unless the service allows it (`SLIPWAY_DEPLOYMENT_STATE_READ`).
         */
        get: operations["downloadState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments/{deploymentId}/state/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare two versions of a state
         * @description Object by object, in the form of a plan. `Accept: text/plain` reads it as text. Sensitive values are hidden. Unless the service allows reading states, all values are hidden, and so are the keys in addresses.
         */
        get: operations["diffStates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clusters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List clusters
         * @description Newest first, unless `sort` says otherwise. The list may be a moment behind. Unknown parameters are refused.
         */
        get: operations["listClusters"];
        put?: never;
        /**
         * Create a cluster
         * @description The cluster exists at once, with the status `creating`. It can be used when the operation has succeeded.
         */
        post: operations["createCluster"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clusters/{clusterId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a cluster
         * @description The resource can be read as soon as its creation was accepted.
         */
        get: operations["getCluster"];
        put?: never;
        post?: never;
        /**
         * Delete a cluster
         * @description Takes no body.
         */
        delete: operations["deleteCluster"];
        options?: never;
        head?: never;
        /**
         * Change a cluster
         * @description A JSON merge patch (RFC 7396): fields that are left out keep their value, null resets a field to its default, arrays are replaced as a whole. The operation changes only what differs. `name`, `provider`, `region`, `networkId`, `connectionId`, `aws.vpc` and `aws.encryptionKeyArn` cannot be changed; `kubernetesVersion` goes up one minor version at a time. If the cloud has upgraded the control plane by itself, the cluster takes the newer version over.
         */
        patch: operations["updateCluster"];
        trace?: never;
    };
    "/clusters/{clusterId}/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the operations of a cluster
         * @description Newest first, also for a cluster that is deleted, and for earlier ones with the same name. The list may be a moment behind.
         */
        get: operations["listClusterOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clusters/{clusterId}/resources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the cloud resources of a cluster
         * @description Every cloud resource in the ledger of the cluster, on one page. A worker must be running.
         */
        get: operations["listClusterResources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/networks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List networks
         * @description Newest first, unless `sort` says otherwise. The list may be a moment behind. Unknown parameters are refused.
         */
        get: operations["listNetworks"];
        put?: never;
        /**
         * Create a network
         * @description The network exists at once, with the status `creating`. It can be used when the operation has succeeded.
         */
        post: operations["createNetwork"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/networks/{networkId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a network
         * @description The resource can be read as soon as its creation was accepted.
         */
        get: operations["getNetwork"];
        put?: never;
        post?: never;
        /**
         * Delete a network
         * @description Takes no body.
         */
        delete: operations["deleteNetwork"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/networks/{networkId}/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the operations of a network
         * @description Newest first, also for a network that is deleted, and for earlier ones with the same name. The list may be a moment behind.
         */
        get: operations["listNetworkOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/networks/{networkId}/resources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the cloud resources of a network
         * @description Every cloud resource in the ledger of the network, on one page. A worker must be running.
         */
        get: operations["listNetworkResources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List connections
         * @description Newest first, unless `sort` says otherwise. The list may be a moment behind. Without the built-in connections, which stand for the credentials of the workers. Unknown parameters are refused.
         */
        get: operations["listConnections"];
        put?: never;
        /**
         * Connect an account
         * @description Generates an external id, then verifies that the role can be assumed with it and only with it, that the role belongs to the account, that it has the permissions for a cluster, and that the quotas leave room for one. Of `planRoleArn` it verifies the trust and the account. Read the connection for the trust policy that the roles need: the operation waits until each role has it, an hour by default. The connection can be used when the operation has succeeded. When the operation fails, the connection is `failed` and keeps its external id: repair the role and retry the operation, or delete the connection.
         */
        post: operations["createConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connectionId}/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the operations of a connection
         * @description Newest first, also for a connection that is deleted, and for earlier ones with the same name. The list may be a moment behind.
         */
        get: operations["listConnectionOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deployments
         * @description Newest first, unless `sort` says otherwise. The list may be a moment behind. Unknown parameters are refused.
         */
        get: operations["listDeployments"];
        put?: never;
        /**
         * Deploy a module
         * @description Plans an OpenTofu or Terraform module, waits for a confirmation if the request asks for one, and applies the plan. Each resource of the module is one item of `progress.resources`.
         */
        post: operations["createDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments/{deploymentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a deployment
         * @description The resource can be read as soon as its creation was accepted.
         */
        get: operations["getDeployment"];
        put?: never;
        post?: never;
        /**
         * Destroy a deployment
         * @description Takes no body. If the plans of the deployment are confirmed (`confirm: manual`), so is its destruction.
         */
        delete: operations["deleteDeployment"];
        options?: never;
        head?: never;
        /**
         * Change a deployment
         * @description A JSON merge patch (RFC 7396): null removes a value, also a file or a variable. The value of a variable is replaced as a whole. The module is planned and applied again.
         */
        patch: operations["updateDeployment"];
        trace?: never;
    };
    "/deployments/{deploymentId}/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the operations of a deployment
         * @description Newest first, also for a deployment that is deleted, and for earlier ones with the same name. The list may be a moment behind.
         */
        get: operations["listDeploymentOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clusters/{clusterId}:recover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rebuild a lost record
         * @description For a cluster whose `statusReason` is `record_lost`: finds its cloud resources by their tags. Takes no body.
         */
        post: operations["recoverCluster"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/github": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Receive what GitHub says about a repository
         * @description Verified by `X-Hub-Signature-256`. The events `push` and `pull_request` are used. The deployments that follow the repository are planned or changed, and the outcome is shown at the commit. A delivery that is repeated has no second effect.
         */
        post: operations["receiveGithubWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/gitlab": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Receive what GitLab says about a project
         * @description Verified by `X-Gitlab-Token`. The events `Push Hook` and `Merge Request Hook` are used. The deployments that follow the repository are planned or changed, and the outcome is shown at the commit. A delivery that is repeated has no second effect.
         */
        post: operations["receiveGitlabWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the process lives
         * @description Asks nobody else.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether Temporal answers and can write, and whether a worker polls
         * @description Ready means that reads and submits work; operations go on when a worker polls. Not ready when Temporal stores nothing, for example because its disk is full. A write is tried at most every 5 seconds while it succeeds.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document
         * @description Made from the schemas that validate.
         */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document as a page to browse
         * @description With its scripts and styles beside it, below `/docs/`.
         */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ui": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The live page for people
         * @description Shows the operations. Below it, at the paths of the API, are the pages of operations and resources, for example `/ui/clusters` and `/ui/clusters/demo`, and its scripts and styles.
         */
        get: operations["getOperationsPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ui/operations/{operationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One operation as a live page for people
         * @description The page itself says whether there is such an operation.
         */
        get: operations["getOperationPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Only the name is required. */
        CreateClusterRequest: {
            displayName?: string;
            /** @description A minor version that the provider's cloud offers. Without it, a new cluster gets the cloud's default. The operation writes the version into the spec. */
            kubernetesVersion?: string;
            /**
             * @description `standard`: the cloud upgrades the control plane when its version leaves standard support. `extended`: the version stays for the extended support, which costs more. `standard` unless given.
             * @enum {string}
             */
            upgradePolicy?: "standard" | "extended";
            /**
             * @description At least one, except with `aws.autoMode`.
             * @default [
             *       {
             *         "name": "default"
             *       }
             *     ]
             */
            nodeGroups?: components["schemas"]["NodeGroup"][];
            /**
             * @description Each add-on at most once. The provider `aws` installs any add-on of EKS by its name.
             * @default [
             *       "vpc-cni",
             *       "kube-proxy",
             *       "eks-pod-identity-agent",
             *       "coredns",
             *       "aws-ebs-csi-driver"
             *     ]
             */
            addons?: string[];
            /** @description By the name of an add-on: its `version` (the cloud's default for the cluster's version of Kubernetes unless given) and its `configuration`. */
            addonSettings?: {
                [key: string]: {
                    version?: string;
                    configuration?: {
                        [key: string]: unknown;
                    };
                };
            };
            /**
             * @description Creates what Karpenter needs in the cloud: roles, a queue of interruptions, and the tags by which it discovers subnets. Its controller has to be installed in the cluster.
             * @default false
             */
            karpenter?: boolean;
            /** @description Keys must not start with `slipway:`. */
            tags?: {
                [key: string]: string;
            };
            /** @description Refuses deletions of the cluster, and of its control plane in the cloud, until it is set to false. */
            deletionProtection?: boolean;
            /**
             * @description `rollback` undoes the created cloud resources; `retain` keeps them until the cluster is deleted.
             * @default rollback
             * @enum {string}
             */
            onFailure?: "rollback" | "retain";
            /** @description For the simulated provider only. */
            simulation?: components["schemas"]["Simulation"];
            /** @description For the provider `aws` only. `encryptionKeyArn` and `vpc` cannot be changed later. */
            aws?: components["schemas"]["AwsCluster"];
            /** @description For the provider `aws` only. */
            onDelete?: components["schemas"]["OnDelete"];
            name: string;
            /**
             * @default simulated
             * @enum {string}
             */
            provider?: "simulated" | "aws";
            /**
             * @default sim-central-1
             * @enum {string}
             */
            region?: "sim-central-1" | "sim-east-1" | "sim-west-1" | "us-east-1" | "us-east-2" | "us-west-1" | "us-west-2" | "ca-central-1" | "sa-east-1" | "eu-central-1" | "eu-north-1" | "eu-west-1" | "eu-west-2" | "eu-west-3" | "ap-northeast-1" | "ap-northeast-2" | "ap-northeast-3" | "ap-south-1" | "ap-southeast-1" | "ap-southeast-2";
            /** @description The network to use. Without it, the cluster creates its own network and deletes it in the end. */
            networkId?: string;
            connectionId?: string;
        };
        /** @description Only the name is required. */
        CreateNetworkRequest: {
            /**
             * Format: cidrv4
             * @description An IPv4 network of /16 to /22 without host bits.
             * @default 10.0.0.0/16
             */
            cidr?: string;
            /** @default 2 */
            availabilityZoneCount?: number;
            /**
             * @description How private subnets reach the internet.
             * @default single
             * @enum {string}
             */
            natGateways?: "none" | "single" | "per_zone";
            displayName?: string;
            /** @description Keys must not start with `slipway:`. */
            tags?: {
                [key: string]: string;
            };
            /**
             * @description `rollback` undoes the created cloud resources; `retain` keeps them until the network is deleted.
             * @default rollback
             * @enum {string}
             */
            onFailure?: "rollback" | "retain";
            /** @description For the simulated provider only. */
            simulation?: components["schemas"]["Simulation"];
            /** @description For the provider `aws` only. */
            aws?: components["schemas"]["AwsNetwork"];
            name: string;
            /**
             * @default simulated
             * @enum {string}
             */
            provider?: "simulated" | "aws";
            /**
             * @default sim-central-1
             * @enum {string}
             */
            region?: "sim-central-1" | "sim-east-1" | "sim-west-1" | "us-east-1" | "us-east-2" | "us-west-1" | "us-west-2" | "ca-central-1" | "sa-east-1" | "eu-central-1" | "eu-north-1" | "eu-west-1" | "eu-west-2" | "eu-west-3" | "ap-northeast-1" | "ap-northeast-2" | "ap-northeast-3" | "ap-south-1" | "ap-southeast-1" | "ap-southeast-2";
            connectionId?: string;
        };
        /** @description A role in an account, which workers assume for each step of their work. Slipway stores no credentials. */
        CreateConnectionRequest: {
            displayName?: string;
            /** @description The account that the role must belong to. */
            accountId: string;
            /** @description The role. It may exist already, or be created once the trust policy of the connection is known. */
            roleArn: string;
            /** @description A second role of the same account for what only reads: the plans of deployments, and all previews (`validateOnly`). It trusts Slipway as `roleArn` does, and may lack every right to change something. Without it, `roleArn` plans, too. */
            planRoleArn?: string;
            name: string;
            /**
             * @default simulated
             * @enum {string}
             */
            provider?: "simulated" | "aws";
            /**
             * @description The region where the role is verified. Resources may be in other regions.
             * @default sim-central-1
             * @enum {string}
             */
            region?: "sim-central-1" | "sim-east-1" | "sim-west-1" | "us-east-1" | "us-east-2" | "us-west-1" | "us-west-2" | "ca-central-1" | "sa-east-1" | "eu-central-1" | "eu-north-1" | "eu-west-1" | "eu-west-2" | "eu-west-3" | "ap-northeast-1" | "ap-northeast-2" | "ap-northeast-3" | "ap-south-1" | "ap-southeast-1" | "ap-southeast-2";
        };
        /** @description Only a name and one file are required. */
        CreateDeploymentRequest: {
            name: string;
            /** @description `files`: the text of each file by its path, `archive`: the digest of an uploaded archive, or `git`: a repository, which the operation fetches. `workingDirectory`: the folder in which the engine runs, by default the root; it must have a `.tf` or `.tofu` file. */
            source: {
                files?: {
                    [key: string]: string;
                };
                archive?: string;
                git?: {
                    url: string;
                    ref?: string;
                    path?: string;
                };
                workingDirectory?: string;
            };
            displayName?: string;
            /**
             * @description Values of the module's variables, which it must declare. They win over its own files of values. They are stored in the history, so put secret values into `secrets`.
             * @default {}
             */
            variables?: {
                [key: string]: unknown;
            };
            /**
             * @description Variables with a secret value: the name of the variable, which must not be in `variables`, and the name of a secret that the workers have. The value is never shown.
             * @default {}
             */
            secrets?: {
                [key: string]: string;
            };
            /**
             * @description Environment variables for providers: the name of the variable, and the name of a secret that the workers have.
             * @default {}
             */
            environment?: {
                [key: string]: string;
            };
            /** @description Credentials for hosts of git repositories and of private registries: the host, perhaps with a port, and the name of a secret with a token, `user:password` or a private key for ssh. */
            credentials?: {
                [key: string]: string;
            };
            /**
             * @default opentofu
             * @enum {string}
             */
            engine?: "opentofu" | "terraform";
            /**
             * @description `manual` waits until the plan is confirmed, also before a destruction. A plan without changes needs no confirmation.
             * @default auto
             * @enum {string}
             */
            confirm?: "auto" | "manual";
            /**
             * @description `retain` keeps the created resources, and the next operation continues from there. `destroy` removes them if the failed operation was creating the deployment.
             * @default retain
             * @enum {string}
             */
            onFailure?: "retain" | "destroy";
            /**
             * @description Addresses of resources or modules. Only these and their dependencies are changed.
             * @default []
             */
            targets?: string[];
            /** @description Addresses of resources or modules. These, and what depends on them, are left as they are. Only with OpenTofu, and not together with `targets`. */
            excludes?: string[];
            /** @description `true` refuses every deletion of the deployment (`deletion_protected`). */
            deletionProtection?: boolean;
            /**
             * @description What follows from a push to the branch of `source.git`, when the forge reports it to a webhook: nothing (`ignore`, the default), a plan that the commit shows (`plan`), or an operation that applies the commit (`apply`).
             * @enum {string}
             */
            onPush?: "ignore" | "plan" | "apply";
            /**
             * @description `plan` (the default) shows a plan at each pull request to the branch of `source.git`, when the forge reports it to a webhook. `ignore` does not. Pull requests from forks are never planned.
             * @enum {string}
             */
            onPullRequest?: "plan" | "ignore";
            /** @description The name of the secret with the token that reports plans and outcomes to GitHub or GitLab. The module does not get it. Without it, nothing is reported, and pull requests are not planned. */
            forgeToken?: string;
            connectionId?: string;
            /** @description `file`: the digest of an uploaded state, whose resources the deployment adopts. The plan waits for a confirmation unless it changes nothing. Not part of the spec. */
            state?: {
                file: string;
            };
        };
        /** @description Fields that are left out keep their value. null resets a field to its default. */
        UpdateClusterRequest: {
            name?: string;
            /** @enum {string} */
            provider?: "simulated" | "aws";
            /** @enum {string} */
            region?: "sim-central-1" | "sim-east-1" | "sim-west-1" | "us-east-1" | "us-east-2" | "us-west-1" | "us-west-2" | "ca-central-1" | "sa-east-1" | "eu-central-1" | "eu-north-1" | "eu-west-1" | "eu-west-2" | "eu-west-3" | "ap-northeast-1" | "ap-northeast-2" | "ap-northeast-3" | "ap-south-1" | "ap-southeast-1" | "ap-southeast-2";
            networkId?: string | null;
            connectionId?: string | null;
            displayName?: string | null;
            /** @description The current or the next minor version. null keeps the current one. */
            kubernetesVersion?: string | null;
            upgradePolicy?: ("standard" | "extended") | null;
            /** @description The complete list. Groups that are left out are removed, after the others are ready. */
            nodeGroups?: components["schemas"]["NodeGroup"][] | null;
            addons?: string[] | null;
            addonSettings?: {
                [key: string]: {
                    version?: string | null;
                    configuration?: {
                        [key: string]: unknown;
                    } | null;
                } | null;
            } | null;
            karpenter?: boolean | null;
            /** @description Merged key by key. null removes a tag. */
            tags?: {
                [key: string]: string | null;
            } | null;
            deletionProtection?: boolean | null;
            onFailure?: ("rollback" | "retain") | null;
            /** @description Faults during this update; for the simulated provider only. */
            simulation?: components["schemas"]["Simulation"] | null;
            onDelete?: {
                volumes?: ("retain" | "delete") | null;
                logs?: ("retain" | "delete") | null;
            } | null;
            aws?: {
                endpointAccess?: ("public_and_private" | "private") | null;
                publicAccessCidrs?: string[] | null;
                logTypes?: ("api" | "audit" | "authenticator" | "controllerManager" | "scheduler")[] | null;
                logRetentionDays?: (1 | 3 | 5 | 7 | 14 | 30 | 60 | 90 | 120 | 150 | 180 | 365 | 400 | 545 | 731 | 1096 | 1827 | 2192 | 2557 | 2922 | 3288 | 3653) | null;
                encryptionKeyArn?: string | null;
                accessEntries?: components["schemas"]["AccessEntry"][] | null;
                vpc?: {
                    id: string;
                    privateSubnetIds: string[];
                    publicSubnetIds?: string[];
                } | null;
                podIdentities?: components["schemas"]["PodIdentity"][] | null;
                autoMode?: (boolean | {
                    nodePools: ("general-purpose" | "system")[];
                }) | null;
                iam?: components["schemas"]["AwsIam"] | null;
            } | null;
        };
        /** @description A merge patch (RFC 7396): null removes a value. */
        UpdateDeploymentRequest: {
            name?: string;
            connectionId?: string | null;
            /** @description `files`: the new text of each changed file by its path; null removes a file. `git`: another `ref`, `path` or `url`; null names the default branch or the root. `workingDirectory`: null makes the engine run at the root. */
            source?: {
                files?: {
                    [key: string]: string | null;
                };
                archive?: string;
                git?: {
                    url?: string;
                    ref?: string | null;
                    path?: string | null;
                };
                workingDirectory?: string | null;
            };
            displayName?: string | null;
            variables?: {
                [key: string]: unknown;
            };
            secrets?: {
                [key: string]: string | null;
            };
            environment?: {
                [key: string]: string | null;
            };
            credentials?: {
                [key: string]: string | null;
            };
            /** @enum {string} */
            engine?: "opentofu" | "terraform";
            /** @enum {string} */
            confirm?: "auto" | "manual";
            /** @enum {string} */
            onFailure?: "retain" | "destroy";
            targets?: string[];
            excludes?: string[];
            deletionProtection?: boolean;
            /** @enum {string} */
            onPush?: "ignore" | "plan" | "apply";
            /** @enum {string} */
            onPullRequest?: "plan" | "ignore";
            forgeToken?: string | null;
            /** @description Addresses of resources that this operation replaces, although their configuration has not changed. Not part of the spec. */
            replace?: string[];
            /** @description `true` changes nothing: the operation only records in the state, and in the outputs, what others have changed. Not part of the spec. */
            refreshOnly?: boolean;
            /** @description `version`: the number of an earlier version, or `file`: the digest of an uploaded state, with `force` also one of another lineage or an older one. The module is planned against it, and it becomes the current state once the plan is confirmed. Not part of the spec. */
            state?: {
                file?: string;
                version?: number;
                force?: boolean;
            };
        };
        /** @description `maxVCpus` must not be below `minVCpus`. */
        DiscoverRequest: {
            /**
             * @default simulated
             * @enum {string}
             */
            provider?: "simulated" | "aws";
            /**
             * @default sim-central-1
             * @enum {string}
             */
            region?: "sim-central-1" | "sim-east-1" | "sim-west-1" | "us-east-1" | "us-east-2" | "us-west-1" | "us-west-2" | "ca-central-1" | "sa-east-1" | "eu-central-1" | "eu-north-1" | "eu-west-1" | "eu-west-2" | "eu-west-3" | "ap-northeast-1" | "ap-northeast-2" | "ap-northeast-3" | "ap-south-1" | "ap-southeast-1" | "ap-southeast-2";
            connectionId?: string;
            architectures?: ("amd64" | "arm64")[];
            minVCpus?: number;
            maxVCpus?: number;
            /** @description `true`: only types with a GPU; `false`: only types without. */
            gpu?: boolean;
            /** @description Instance families, for example `m5`. */
            families?: string[];
            /**
             * @description The rule that limits the pods of a node: its network interfaces (`eni`), or prefix delegation (`prefix`).
             * @default eni
             * @enum {string}
             */
            podDensity?: "eni" | "prefix";
        };
        DecisionRequest: {
            /** @description Why. It is shown in the `decisions` of the operation, and stored in its history. */
            reason?: string;
        };
        /** @description `desiredSize` is between `minSize` and `maxSize`. No instance type is listed twice. The node groups of a cluster have different names. */
        NodeGroup: {
            name: string;
            /**
             * @default [
             *       "m5.large"
             *     ]
             */
            instanceTypes?: string[];
            /** @default 1 */
            minSize?: number;
            /** @default 2 */
            desiredSize?: number;
            /** @default 3 */
            maxSize?: number;
            /**
             * @default on_demand
             * @enum {string}
             */
            capacityType?: "on_demand" | "spot";
            /** @default 50 */
            diskGiB?: number;
            labels?: {
                [key: string]: string;
            };
            taints?: {
                key: string;
                value?: string;
                /** @enum {string} */
                effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
            }[];
            updateConfig?: {
                maxUnavailable?: number;
                maxUnavailablePercentage?: number;
                force?: boolean;
            };
            /** @description The release of the node image, for `aws` only. `latest` brings the nodes to the newest release of their version of Kubernetes, each time that a request has it; the operation writes that release into the spec. Without it, nodes keep their release until the version changes. */
            release?: string;
            /** @description For the provider `aws` only. */
            aws?: components["schemas"]["AwsNodeGroup"];
        };
        /** @description An IAM user or role that may use the Kubernetes API of an EKS cluster. No policy is named twice. */
        AccessEntry: {
            /** @description A role itself, not its sessions. */
            principalArn: string;
            /** @description `policy` is `cluster-admin`, `admin`, `edit`, `view`, `admin-view` or the ARN of an access policy of EKS. It applies in `namespaces`, which may end with `*`, or everywhere in the cluster. */
            policies?: {
                policy: string;
                namespaces?: string[];
            }[];
            /** @description Groups of Kubernetes, for role bindings in the cluster. Must not start with `system:`. */
            kubernetesGroups?: string[];
        };
        /** @description Settings of a managed node group of EKS. A change of any but `nodeRepair` replaces the group. */
        AwsNodeGroup: {
            /**
             * @description `al2023` (Amazon Linux 2023) unless given. The image follows from the family, the architecture and the accelerators of the instance types.
             * @enum {string}
             */
            amiFamily?: "al2023" | "bottlerocket";
            /** @description How many pods a node runs. By default EKS computes the number from the node's network interfaces. */
            maxPods?: number;
            /** @description The zones in which nodes start: by default all zones of the cluster that offer the instance types. */
            zones?: string[];
            /**
             * @description `gp3` unless given.
             * @enum {string}
             */
            diskType?: "gp3" | "gp2" | "io1" | "io2";
            /** @description Required for `io1` and `io2`, and not for `gp2`. */
            diskIops?: number;
            /** @description In MiB per second. For `gp3` only. */
            diskThroughput?: number;
            /** @description The KMS key that encrypts the disk; its policy must let the service-linked role of EC2 Auto Scaling use it. By default the account's default key for EBS. */
            diskKeyArn?: string;
            /** @description With `enabled`, EKS replaces or restarts nodes that are not healthy. The other fields limit how many at once, and stop the repair if too many nodes are affected. */
            nodeRepair?: {
                enabled: boolean;
                maxUnhealthyNodeThresholdCount?: number;
                maxUnhealthyNodeThresholdPercentage?: number;
                maxParallelNodesRepairedCount?: number;
                maxParallelNodesRepairedPercentage?: number;
            };
        };
        /** @description Settings of an EKS cluster. */
        AwsCluster: {
            /**
             * @description `private` makes the Kubernetes API reachable from the network alone; by default it is also reachable from the internet.
             * @enum {string}
             */
            endpointAccess?: "public_and_private" | "private";
            publicAccessCidrs?: string[];
            logTypes?: ("api" | "audit" | "authenticator" | "controllerManager" | "scheduler")[];
            /**
             * @description For how many days CloudWatch Logs keeps the logs of the control plane: 90 unless given. A log group that an earlier cluster has left keeps its own retention unless given.
             * @enum {number}
             */
            logRetentionDays?: 1 | 3 | 5 | 7 | 14 | 30 | 60 | 90 | 120 | 150 | 180 | 365 | 400 | 545 | 731 | 1096 | 1827 | 2192 | 2557 | 2922 | 3288 | 3653;
            /** @description The KMS key that encrypts the data of the Kubernetes API, in the region of the cluster. By default AWS uses a key of its own. */
            encryptionKeyArn?: string;
            /** @description The IAM users and roles that may use the Kubernetes API, each at most once. The creator of the cluster is its administrator and must not be named. */
            accessEntries?: components["schemas"]["AccessEntry"][];
            /** @description An existing VPC and its subnets, in place of a network of Slipway. They are only used: nothing of them is created, changed or deleted, except the tags by which Karpenter discovers subnets. Cannot be changed, and not be used together with `networkId`. */
            vpc?: {
                id: string;
                privateSubnetIds: string[];
                publicSubnetIds?: string[];
            };
            /** @description The AWS permissions of the pods of service accounts, each at most once. Needs the add-on `eks-pod-identity-agent`. */
            podIdentities?: components["schemas"]["PodIdentity"][];
            /** @description `true` turns on EKS Auto Mode with both node pools of EKS, an object with some of them. Then a request without `nodeGroups` and `addons` gets none. */
            autoMode?: boolean | {
                nodePools: ("general-purpose" | "system")[];
            };
            /** @description What all roles of the cluster have in common. */
            iam?: components["schemas"]["AwsIam"];
        };
        /** @description What all roles have in common that Slipway makes for a cluster. */
        AwsIam: {
            /** @description The ARN of a policy that limits the roles, whatever their other policies allow. It is set and changed, and never taken away. */
            permissionsBoundary?: string;
        };
        /** @description Settings of a network in AWS. */
        AwsNetwork: {
            /** @description An existing S3 bucket, with or without a folder in it, that receives records of all traffic. By default nothing is recorded. */
            flowLogBucketArn?: string;
        };
        /** @description What the deletion of a cluster does with what its workloads have created. Only for the provider `aws`. */
        OnDelete: {
            /**
             * @description `delete` deletes the volumes of persistent volume claims with the cluster. By default they are kept, and the result of the deletion lists them.
             * @enum {string}
             */
            volumes?: "retain" | "delete";
            /**
             * @description `retain` keeps the logs of the control plane. By default they are deleted with the cluster.
             * @enum {string}
             */
            logs?: "retain" | "delete";
        };
        /** @description The AWS permissions of the pods of one service account: `policyArns` and `policy` for a role that Slipway makes, or the `roleArn` of an existing one. */
        PodIdentity: {
            namespace: string;
            serviceAccount: string;
            /** @description Policies of AWS or of the account. */
            policyArns?: string[];
            /** @description A policy document for this role alone. */
            policy?: {
                /** @constant */
                Version: "2012-10-17";
                Id?: string;
                Statement: {
                    [key: string]: unknown;
                }[];
            };
            /** @description The role must trust `pods.eks.amazonaws.com`. */
            roleArn?: string;
        };
        Simulation: {
            faults: components["schemas"]["Fault"][];
        };
        /** @description A fault that the simulated cloud produces on request. It needs a type, a name or both. */
        Fault: {
            /** @description Affects every cloud resource of this type, for example `nat_gateway`. */
            type?: string;
            /** @description Affects the cloud resource with this name. */
            name?: string;
            /** @enum {string} */
            when: "create" | "ready" | "read" | "update" | "updated" | "delete";
            /** @enum {string} */
            kind: "error" | "throttle" | "quota" | "lost_response" | "hang" | "slow";
            /** @description The cloud's error code. By default the usual one for this kind of fault. */
            code?: string;
            /**
             * @description The number of calls that the fault affects.
             * @default 1
             */
            times?: number;
        } | unknown | unknown;
        /** @description One change of a resource, from its request to its outcome. A field that does not apply yet is absent, never null. The content does not depend on when it is read. */
        Operation: {
            /** @description 26 characters of Crockford base32, sortable by time. */
            id: string;
            organizationId: string;
            /** @description The member who requested the operation. */
            memberId: string;
            /** @enum {string} */
            operation: "create_cluster" | "update_cluster" | "delete_cluster" | "recover_cluster" | "create_network" | "delete_network" | "discover_instance_types" | "verify_connection" | "apply_deployment" | "destroy_deployment";
            /**
             * @description `awaiting_confirmation`: the plan waits for a decision. `succeeded`, `failed` and `canceled` are terminal: the operation never changes again.
             * @enum {string}
             */
            status: "pending" | "running" | "awaiting_confirmation" | "canceling" | "succeeded" | "failed" | "canceled";
            /** @description What the operation created or found. Present once it has succeeded. */
            result?: components["schemas"]["OperationResult"];
            /** @description Why the operation failed or was canceled. */
            error?: components["schemas"]["OperationError"];
            progress: components["schemas"]["Progress"];
            /** @description Only in a preview: the attributes that the operation would change. */
            plan?: components["schemas"]["OperationPlan"];
            /** @description Errors and warnings of the engine about the module of a deployment, also after a success: at most 50, and 16 KiB in all. */
            diagnostics?: components["schemas"]["Diagnostic"][];
            /** @description How many more there are, at least. They are in the log. */
            moreDiagnostics?: number;
            /** @enum {string} */
            resourceType: "cluster" | "network" | "connection" | "deployment";
            /** @description The name of the resource, in the collection of its `resourceType`. */
            resourceId: string;
            /** @description The unique id of the resource. A resource that is deleted and created again has a new one. */
            resourceUid?: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /**
             * Format: date-time
             * @description When a worker started the operation.
             */
            startedAt?: string;
            /**
             * Format: date-time
             * @description When the operation became terminal.
             */
            completedAt?: string;
            /** @description Increases with every change that a client can see. It is also the id of the event in the stream. */
            version: number;
            /** @description `true` if a cancel request would be accepted now. */
            cancelable: boolean;
            /** @description The id of the operation that this one retries. */
            retryOf?: string;
            /** @description What members have decided, oldest first: the retry that started the operation, what they answered to its plans, and its cancel. At most 100. */
            decisions?: components["schemas"]["Decision"][];
            links: {
                self?: string;
                events?: string;
                cancel?: string;
                retry?: string;
                resource?: string;
                /** Format: uri */
                temporalUi?: string;
            };
        };
        /** @description What a member has decided about an operation: to retry an earlier one, to confirm or discard its plan, or to cancel it. */
        Decision: {
            /** @enum {string} */
            kind: "retry" | "confirm" | "discard" | "cancel";
            /** Format: date-time */
            at: string;
            /** @description What the member gave as the reason. */
            reason?: string;
        };
        /** @description A cloud resource that a deletion has kept, because the deleted resource itself created it. The cloud bills it until you delete it. */
        LeftBehind: {
            type: string;
            /** @description The cloud's id. */
            id: string;
            /** @description For people: its size, its place and its creator. */
            message: string;
        };
        Progress: {
            /** @enum {string} */
            stage: "queued" | "claiming" | "validating" | "planning" | "awaiting_confirmation" | "provisioning" | "verifying" | "rolling_back" | "finalizing" | "done";
            /** @description The current state in one sentence, for people. */
            message: string;
            /**
             * @description `plan_changed`: the plan waits for another confirmation, because what remains to be done differs from the plan that was confirmed.
             * @enum {string}
             */
            reason?: "plan_changed";
            /** @description The commit of the source in a git repository, as soon as it is known. */
            commit?: string;
            /** @description Every cloud resource of the plan; empty until there is a plan. Without a worker, the list is rebuilt from the history, or empty if the history is too long for that. */
            resources: components["schemas"]["ProgressResource"][];
            summary: components["schemas"]["ProgressSummary"];
            estimate?: {
                /** Format: date-time */
                at: string;
                remainingSeconds?: number;
                p90Seconds?: number;
                slow: {
                    urn: string;
                    medianSeconds: number;
                    p90Seconds: number;
                }[];
            };
        };
        /** @description An operation in a list, without its `result` and `progress.resources`. */
        ListedOperation: {
            /** @description 26 characters of Crockford base32, sortable by time. */
            id: string;
            organizationId: string;
            /** @description The member who requested the operation. */
            memberId: string;
            /** @enum {string} */
            operation: "create_cluster" | "update_cluster" | "delete_cluster" | "recover_cluster" | "create_network" | "delete_network" | "discover_instance_types" | "verify_connection" | "apply_deployment" | "destroy_deployment";
            /**
             * @description `awaiting_confirmation`: the plan waits for a decision. `succeeded`, `failed` and `canceled` are terminal: the operation never changes again.
             * @enum {string}
             */
            status: "pending" | "running" | "awaiting_confirmation" | "canceling" | "succeeded" | "failed" | "canceled";
            /** @description Why the operation failed or was canceled. */
            error?: components["schemas"]["OperationError"];
            progress: {
                /** @enum {string} */
                stage: "queued" | "claiming" | "validating" | "planning" | "awaiting_confirmation" | "provisioning" | "verifying" | "rolling_back" | "finalizing" | "done";
                message: string;
                /** @enum {string} */
                reason?: "plan_changed";
                commit?: string;
                summary: components["schemas"]["ProgressSummary"];
            };
            /** @enum {string} */
            resourceType: "cluster" | "network" | "connection" | "deployment";
            /** @description The name of the resource, in the collection of its `resourceType`. */
            resourceId: string;
            /** @description The unique id of the resource. A resource that is deleted and created again has a new one. */
            resourceUid?: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /**
             * Format: date-time
             * @description When a worker started the operation.
             */
            startedAt?: string;
            /**
             * Format: date-time
             * @description When the operation became terminal.
             */
            completedAt?: string;
            /** @description Increases with every change that a client can see. It is also the id of the event in the stream. */
            version: number;
            /** @description `true` if a cancel request would be accepted now. */
            cancelable: boolean;
            /** @description The id of the operation that this one retries. */
            retryOf?: string;
            links: {
                self?: string;
                events?: string;
                cancel?: string;
                retry?: string;
                resource?: string;
                /** Format: uri */
                temporalUi?: string;
            };
        };
        ProgressResource: {
            /** @description The name of the cloud resource in Slipway. */
            urn: string;
            type: string;
            name: string;
            /**
             * @description What happens to the cloud resource. During a rollback, `delete` for a created one. In deployments, `import` adopts a resource that exists, `move` changes its address in the state, `forget` drops it from the state without deleting it, and `refresh` records how others have changed it.
             * @enum {string}
             */
            operation: "create" | "update" | "replace" | "delete" | "import" | "move" | "forget" | "refresh" | "read" | "same";
            /**
             * @description A cloud resource that failed keeps the status `failed`, even after the rollback.
             * @enum {string}
             */
            status: "pending" | "running" | "succeeded" | "failed" | "unchanged";
            /** @description The address of the resource before the operation, if the operation changes it. */
            movedFrom?: string;
            /**
             * @description `true` if the operation adopts a resource that exists already.
             * @constant
             */
            imported?: true;
            /**
             * Format: date-time
             * @description When work on the cloud resource started.
             */
            startedAt?: string;
            /** @description Milliseconds from start to end. Absent while the work is running. */
            duration?: number;
            /** @description The id of the resource in the cloud, as soon as it is known. */
            cloudId?: string;
            /** @description Why the resource failed, or why the last attempt did while it is tried again. For a survivor: what keeps it from being deleted. */
            lastFailure?: {
                code: string;
                message: string;
            };
            /** @description The number of the attempt that runs or comes next, after one that failed. */
            attempt?: number;
            /** @description What the work waits for, if it waits longer than a second. */
            waitingFor?: string;
            /**
             * Format: date-time
             * @description When the work is given up, rounded up to the minute. An outage of Slipway postpones it.
             */
            deadlineAt?: string;
        };
        ProgressSummary: {
            /** @description The sum of the other five numbers. */
            total: number;
            pending: number;
            running: number;
            succeeded: number;
            failed: number;
            unchanged: number;
        };
        OperationResult: {
            /** @description For a discovery, every instance type that matches the request. For a cluster, the types of its node groups. */
            items?: components["schemas"]["InstanceType"][];
            /** @description The capacity that system pods need. */
            metadata?: components["schemas"]["DiscoveryMetadata"];
            /** @description The resource that the operation created or changed. */
            resource?: {
                /** @enum {string} */
                type: "cluster" | "network" | "connection" | "deployment";
                id: string;
                uid: string;
            };
            /** @description Values for the users of the resource, for example an endpoint. */
            outputs?: {
                [key: string]: string;
            };
            /** @description Only of a cluster: whether its nodes and system pods were checked in its Kubernetes API, and what was found or why not. */
            kubernetes?: {
                checked: boolean;
                message: string;
            };
            commit?: string;
            /** @description Of a deletion: what the cloud still has and bills, because the deleted resource itself created it and the request did not ask to delete it. */
            leftBehind?: components["schemas"]["LeftBehind"][];
        };
        OperationError: {
            /** @description A stable identifier within its `errorType`. */
            code: string;
            /** @description The reason in one sentence, for people. */
            message: string;
            /** @enum {string} */
            errorType: "validation" | "authentication" | "permission" | "not_found" | "conflict" | "quota" | "throttling" | "not_stabilized" | "timeout" | "provider" | "internal" | "canceled";
            /** @description `retryAfter`: whole seconds to wait before a new attempt, only with `retryable: true`. `causedBy`: the URN of the cloud resource that failed first. `survivors`: the URNs of cloud resources that could not be undone. `requestId`: the id of the failed request to the cloud, if there was one. */
            details: {
                retryable: boolean;
                retryAfter?: number;
                fieldErrors?: {
                    [key: string]: string;
                };
                requestId?: string;
                causedBy?: string;
                survivors?: string[];
            };
        };
        InstanceType: {
            /** @enum {string} */
            provider: "simulated" | "aws";
            instanceType: string;
            vCpus: number;
            memoryMiB: number;
            /** @enum {string} */
            architecture: "amd64" | "arm64";
            gpuCount: number;
            instanceFamily: string;
            /** @description How many pods a node of this type can run in a managed node group. */
            maxPods: number;
            /** @description For a cluster, the name of the node group that uses the type. For a discovery, the size class whose types are interchangeable for a scheduler: `system` if the type suits the system node group, otherwise by family. */
            group: string;
            /** @description Thousandths of a vCPU that pods can use: all vCPUs minus the share that the kubelet reserves. */
            allocatableMilliCpu: number;
        };
        /** @description The capacity that system pods need on nodes and in the cluster, derived from the add-ons. No standard defines these fields; the descriptions say how Slipway computes them. */
        DiscoveryMetadata: {
            /**
             * @description The provider that offers the instance types.
             * @enum {string}
             */
            provider: "simulated" | "aws";
            /** @description Pods that daemon sets run on every node (aws-node, kube-proxy, eks-pod-identity-agent, ebs-csi-node). */
            systemPodsPerNode: number;
            /** @description System pods on a node of the system node group: the daemon sets, and half of the replicated pods and of Karpenter, rounded up, because they are spread over two nodes. */
            systemPodsPerSystemNode: number;
            /** @description Replicated system pods in the whole cluster, independent of its number of nodes (coredns, ebs-csi-controller). Without Karpenter. */
            systemPodsFixed: number;
            /** @description Pods to keep free on every node, in addition to the known system pods. */
            systemPodsPerNodeMargin: number;
            /** @description Pods to keep free in the whole cluster. */
            systemPodsFixedMargin: number;
            /** @description Thousandths of a vCPU that the daemon sets request on every node. */
            systemMilliCPUPerNode: number;
            /** @description Thousandths of a vCPU that the replicated system pods request in the whole cluster. Without Karpenter. */
            systemMilliCPUFixed: number;
            /** @description Thousandths of a vCPU that one replica of Karpenter requests; 0 without Karpenter. */
            karpenterMilliCPUPerReplica: number;
            /** @description The number of Karpenter replicas; 0 without Karpenter. */
            karpenterReplicas: number;
        };
        Timeline: {
            items: components["schemas"]["TimelineItem"][];
            /** @description Send it as `marker` to get the next page. Absent on the last page. */
            marker?: string;
        };
        TimelineItem: {
            /** @description Increases from item to item. */
            sequence: number;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            type: "operation.accepted" | "operation.stage" | "operation.step_failed" | "operation.confirmed" | "operation.discarded" | "operation.cancel_requested" | "step.started" | "step.waited" | "step.retried" | "step.succeeded" | "step.failed" | "step.canceled" | "operation.succeeded" | "operation.failed" | "operation.canceled" | "operation.terminated";
            /** @description The cloud resource of this event. */
            urn?: string;
            message: string;
        };
        Ledger: {
            /** @description Every cloud resource that exists, or may exist. */
            items: components["schemas"]["LedgerItem"][];
        };
        LedgerItem: {
            urn: string;
            type: string;
            name: string;
            /** @description Increases whenever the cloud resource has to be created again. */
            generation: number;
            /** @description The URNs of the cloud resources that this one depends on. */
            dependsOn: string[];
            /**
             * @description `intended`: may or may not exist; `present`: was seen ready; `failed`: exists in a broken state.
             * @enum {string}
             */
            status: "intended" | "present" | "failed" | "gone";
            /** @description The cloud's id, once it is known. */
            cloudId?: string;
            /**
             * Format: date-time
             * @description When the status last changed.
             */
            since: string;
            /** @description The operation that last changed the cloud resource. */
            operationId: string;
        };
        Archive: {
            sha256: string;
            bytes: number;
            files: number;
        };
        WebhookReceipt: {
            deliveryId: string;
            /** @enum {string} */
            status: "accepted" | "ignored";
            reason?: string;
        };
        DeploymentOutputs: {
            outputs: {
                [key: string]: string;
            };
            withheldOutputs: string[];
        };
        /** @description What the engine says about the module. */
        Diagnostic: {
            /** @enum {string} */
            severity: "error" | "warning";
            summary: string;
            detail?: string;
            /** @description The address of the resource in the module. */
            address?: string;
            /** @description The path from the root of the source. */
            file?: string;
            line?: number;
            /** @description The source there. */
            snippet?: string;
        };
        /** @description A line of the log of an operation. */
        LogLine: {
            /** @description Increases from line to line, except in lines with `live`. Send it as `after` to continue the log. */
            sequence: number;
            /** Format: date-time */
            at: string;
            /** @description The command of the engine, such as `init`, `plan` or `apply`; `destroy` for the apply of a deletion, `verify` for the plan after an apply, `attempt` where another attempt begins. Without an engine, the type of the event in the timeline. */
            phase: string;
            /** @enum {string} */
            level: "debug" | "info" | "warn" | "error";
            /** @description Can have several lines. */
            message: string;
            /** @description The address of the resource in the module. */
            address?: string;
            /** @description The cloud resource of this event. */
            urn?: string;
            /**
             * @description `true` if the line says what a step is doing now. Such lines are not kept.
             * @constant
             */
            live?: true;
            /** @description The error or warning of this line. */
            diagnostic?: components["schemas"]["Diagnostic"];
        };
        /** @description The plan of an operation. Sensitive values are hidden. */
        OperationPlan: {
            /** @description Only of an update of a cluster: what the request changes in its spec. Defaults, and the order of keys and of lists without an order, are no change. */
            spec?: components["schemas"]["PlanAttribute"][];
            /** @description The resources that change. */
            resources: components["schemas"]["PlannedChange"][];
            /** @description The outputs that change. `path` is the name of the output. */
            outputs: components["schemas"]["PlanAttribute"][];
            /** @description Only if the operation brings a state: the addresses of objects that only the state before knows. They would remain, and no longer be managed. */
            orphaned?: string[];
            /**
             * @description `true` if the plan is too large, so that some resources are shown without attributes.
             * @constant
             */
            truncated?: true;
        };
        /** @description One output of a module, also a sensitive or large one. */
        OutputValue: {
            name: string;
            sensitive: boolean;
            /** @description The engine's form of the type, for example `"string"`. */
            type?: unknown;
            /** @description Numbers have every digit. */
            value?: unknown;
        };
        /** @description A stored state of a deployment, without its content. */
        StateVersion: {
            /** @description Counts the versions of the state, from 1. It never changes. */
            version: number;
            current: boolean;
            /** @description Grows with every change of the state. */
            serial: number;
            /** @description The same for all states that come from one another. */
            lineage: string;
            bytes: number;
            sha256: string;
            /** @description How many objects the state manages. Absent if it is encrypted. */
            resources?: number;
            /**
             * @description `true` if the module encrypts its state.
             * @constant
             */
            encrypted?: true;
            /** @description The release of the engine that wrote it. */
            engineVersion?: string;
            /** @description The operation that wrote it. Absent if an earlier version of Slipway did. */
            operationId?: string;
            /** @description The member who requested that operation. */
            memberId?: string;
            /**
             * Format: date-time
             * @description When the operation began to write it.
             */
            createdAt?: string;
            /** @description Where an adopted state comes from: `version` with its number, or `file` with its digest. */
            origin?: string;
            /**
             * Format: date-time
             * @description When the next version replaced it.
             */
            replacedAt?: string;
        };
        StateVersions: {
            items: components["schemas"]["StateVersion"][];
        };
        /** @description What changes from one version of a state to another. */
        StateDiff: {
            spec?: components["schemas"]["PlanAttribute"][];
            /** @description The objects that differ. */
            resources: components["schemas"]["PlannedChange"][];
            /** @description The outputs that differ. `path` is the name of the output. */
            outputs: components["schemas"]["PlanAttribute"][];
            orphaned?: string[];
            /**
             * @description `true` if too much differs, so that some objects are shown without attributes.
             * @constant
             */
            truncated?: true;
            from: number;
            to: number;
            /**
             * @description `true` if the service does not hand out states, so that all values and the keys in addresses are hidden.
             * @constant
             */
            valuesHidden?: true;
        };
        /** @description A state of the organization, which deployments can adopt. */
        StateFile: {
            serial: number;
            lineage: string;
            bytes: number;
            sha256: string;
            resources?: number;
            /** @constant */
            encrypted?: true;
            engineVersion?: string;
        };
        PlannedChange: {
            /** @description The address of the resource in the module; `type/name` in a cluster or network. */
            address: string;
            type: string;
            /** @description As in `progress.resources`. */
            name: string;
            /** @enum {string} */
            operation: "create" | "update" | "replace" | "delete" | "import" | "move" | "forget" | "refresh" | "read" | "same";
            /** @description The address of the resource before the operation. */
            movedFrom?: string;
            /**
             * @description `true` if the operation adopts a resource that exists already.
             * @constant
             */
            imported?: true;
            /**
             * @description Why the resource is replaced, deleted, or changed although its attributes stay. `cannot_update`: an attribute changes that is fixed at creation; it has `replaces`. `refers_to_removed`: it refers to a resource that is deleted or replaced. `broken`: the cloud has it in a broken state, or no longer. `unfinished`: an earlier operation has not finished changing it. `tainted`: an earlier apply has not finished creating it. `requested`: the request names it. `triggered`: the module replaces it with another resource. `not_wanted`: the spec or the module does not have it any more.
             * @enum {string}
             */
            reason?: "cannot_update" | "refers_to_removed" | "broken" | "unfinished" | "tainted" | "requested" | "triggered" | "not_wanted";
            attributes: components["schemas"]["PlanAttribute"][];
        };
        /** @description A value before and after the operation: as JSON text with every digit, or the reason why it is not shown. */
        PlanAttribute: {
            /** @description For example `tags["Name"]` or `rules[0].port`. */
            path: string;
            /** @description Absent if there is no value before. */
            before?: {
                json: string;
            } | {
                /** @enum {string} */
                hidden: "sensitive" | "unknown" | "large";
            };
            /** @description Absent if there is no value afterwards. `unknown`: only the apply will know it. */
            after?: {
                json: string;
            } | {
                /** @enum {string} */
                hidden: "sensitive" | "unknown" | "large";
            };
            /**
             * @description `true` if the change of this attribute makes the resource be replaced.
             * @constant
             */
            replaces?: true;
        };
        /** @description A problem as in RFC 9457, with additional fields. */
        Problem: {
            type: string;
            title: string;
            status: number;
            /** @description What is wrong and what to do, for people. */
            detail: string;
            instance: string;
            code: string;
            /** @enum {string} */
            errorType: "validation" | "authentication" | "permission" | "not_found" | "conflict" | "quota" | "throttling" | "not_stabilized" | "timeout" | "provider" | "internal" | "canceled";
            requestId: string;
            /** @description `true` if the same request may be accepted later. */
            retryable: boolean;
            /** @description Every fault of the request, by the path of its field. */
            fieldErrors?: {
                [key: string]: string;
            };
            /** @description Every fault of the request, each with a JSON pointer (RFC 6901) into the body. */
            errors?: {
                detail: string;
                pointer: string;
            }[];
            /** @description With `resource_busy`: the operation that is changing the resource. */
            conflictingOperationId?: string;
            /** @description With `resource_busy`: the path that cancels that operation. */
            links?: {
                cancel: string;
            };
            /** @description With `in_use`: the names of the resources that use this one. */
            attachments?: string[];
        };
        Cluster: {
            /** @description The name that the user chose. Unique within its organization and collection. */
            id: string;
            /** @description The unique id. A resource that is deleted and created again with the same name has a new one. */
            uid: string;
            organizationId: string;
            name: string;
            /** @enum {string} */
            provider: "simulated" | "aws";
            /** @enum {string} */
            region: "sim-central-1" | "sim-east-1" | "sim-west-1" | "us-east-1" | "us-east-2" | "us-west-1" | "us-west-2" | "ca-central-1" | "sa-east-1" | "eu-central-1" | "eu-north-1" | "eu-west-1" | "eu-west-2" | "eu-west-3" | "ap-northeast-1" | "ap-northeast-2" | "ap-northeast-3" | "ap-south-1" | "ap-southeast-1" | "ap-southeast-2";
            /** @enum {string} */
            status: "creating" | "active" | "updating" | "deleting" | "failed";
            /** @description Why the status is `failed`. */
            statusReason?: string;
            /** @description Values for the users of the resource, for example an endpoint. */
            outputs: {
                [key: string]: string;
            };
            /** @description The operation that is changing the resource, or changed it last. */
            operationId: string;
            /** @description The resources that use this one, and keep it from being deleted. Absent in lists, and if there are none. */
            usedBy?: {
                /** @enum {string} */
                resourceType: "cluster" | "network" | "connection" | "deployment";
                resourceId: string;
            }[];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            spec: components["schemas"]["ClusterSpec"];
            /** @description The network that the cluster uses. Absent when the cluster has its own. */
            networkId?: string;
            connectionId?: string;
            /** @description The cloud's id of the control plane. */
            externalClusterId?: string;
            /** @description The status of the control plane in the cloud's vocabulary. */
            externalStatus?: string;
        };
        ClusterSpec: {
            displayName?: string;
            kubernetesVersion?: string;
            /** @enum {string} */
            upgradePolicy?: "standard" | "extended";
            nodeGroups: {
                name: string;
                /**
                 * @default [
                 *       "m5.large"
                 *     ]
                 */
                instanceTypes: string[];
                /** @default 1 */
                minSize: number;
                /** @default 2 */
                desiredSize: number;
                /** @default 3 */
                maxSize: number;
                /**
                 * @default on_demand
                 * @enum {string}
                 */
                capacityType: "on_demand" | "spot";
                /** @default 50 */
                diskGiB: number;
                labels?: {
                    [key: string]: string;
                };
                taints?: {
                    key: string;
                    value?: string;
                    /** @enum {string} */
                    effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
                }[];
                updateConfig?: {
                    maxUnavailable?: number;
                    maxUnavailablePercentage?: number;
                    force?: boolean;
                };
                release?: string;
                aws?: {
                    /** @enum {string} */
                    amiFamily?: "al2023" | "bottlerocket";
                    maxPods?: number;
                    zones?: string[];
                    /** @enum {string} */
                    diskType?: "gp3" | "gp2" | "io1" | "io2";
                    diskIops?: number;
                    diskThroughput?: number;
                    diskKeyArn?: string;
                    nodeRepair?: {
                        enabled: boolean;
                        maxUnhealthyNodeThresholdCount?: number;
                        maxUnhealthyNodeThresholdPercentage?: number;
                        maxParallelNodesRepairedCount?: number;
                        maxParallelNodesRepairedPercentage?: number;
                    };
                };
            }[];
            /**
             * @default [
             *       "vpc-cni",
             *       "kube-proxy",
             *       "eks-pod-identity-agent",
             *       "coredns",
             *       "aws-ebs-csi-driver"
             *     ]
             */
            addons: string[];
            addonSettings?: {
                [key: string]: {
                    version?: string;
                    configuration?: {
                        [key: string]: unknown;
                    };
                };
            };
            /** @default false */
            karpenter: boolean;
            tags?: {
                [key: string]: string;
            };
            deletionProtection?: boolean;
            /**
             * @default rollback
             * @enum {string}
             */
            onFailure: "rollback" | "retain";
            simulation?: {
                faults: ({
                    type?: string;
                    name?: string;
                    /** @enum {string} */
                    when: "create" | "ready" | "read" | "update" | "updated" | "delete";
                    /** @enum {string} */
                    kind: "error" | "throttle" | "quota" | "lost_response" | "hang" | "slow";
                    code?: string;
                    /** @default 1 */
                    times: number;
                } | unknown | unknown)[];
            };
            aws?: {
                /** @enum {string} */
                endpointAccess?: "public_and_private" | "private";
                publicAccessCidrs?: string[];
                logTypes?: ("api" | "audit" | "authenticator" | "controllerManager" | "scheduler")[];
                /** @enum {number} */
                logRetentionDays?: 1 | 3 | 5 | 7 | 14 | 30 | 60 | 90 | 120 | 150 | 180 | 365 | 400 | 545 | 731 | 1096 | 1827 | 2192 | 2557 | 2922 | 3288 | 3653;
                encryptionKeyArn?: string;
                accessEntries?: {
                    principalArn: string;
                    policies?: {
                        policy: string;
                        namespaces?: string[];
                    }[];
                    kubernetesGroups?: string[];
                }[];
                vpc?: {
                    id: string;
                    privateSubnetIds: string[];
                    publicSubnetIds?: string[];
                };
                podIdentities?: {
                    namespace: string;
                    serviceAccount: string;
                    policyArns?: string[];
                    policy?: {
                        /** @constant */
                        Version: "2012-10-17";
                        Id?: string;
                        Statement: {
                            [key: string]: unknown;
                        }[];
                    };
                    roleArn?: string;
                }[];
                autoMode?: boolean | {
                    nodePools: ("general-purpose" | "system")[];
                };
                iam?: {
                    permissionsBoundary?: string;
                };
            };
            onDelete?: {
                /** @enum {string} */
                volumes?: "retain" | "delete";
                /** @enum {string} */
                logs?: "retain" | "delete";
            };
        };
        Network: {
            /** @description The name that the user chose. Unique within its organization and collection. */
            id: string;
            /** @description The unique id. A resource that is deleted and created again with the same name has a new one. */
            uid: string;
            organizationId: string;
            name: string;
            /** @enum {string} */
            provider: "simulated" | "aws";
            /** @enum {string} */
            region: "sim-central-1" | "sim-east-1" | "sim-west-1" | "us-east-1" | "us-east-2" | "us-west-1" | "us-west-2" | "ca-central-1" | "sa-east-1" | "eu-central-1" | "eu-north-1" | "eu-west-1" | "eu-west-2" | "eu-west-3" | "ap-northeast-1" | "ap-northeast-2" | "ap-northeast-3" | "ap-south-1" | "ap-southeast-1" | "ap-southeast-2";
            /** @enum {string} */
            status: "creating" | "active" | "updating" | "deleting" | "failed";
            /** @description Why the status is `failed`. */
            statusReason?: string;
            /** @description Values for the users of the resource, for example an endpoint. */
            outputs: {
                [key: string]: string;
            };
            /** @description The operation that is changing the resource, or changed it last. */
            operationId: string;
            /** @description The resources that use this one, and keep it from being deleted. Absent in lists, and if there are none. */
            usedBy?: {
                /** @enum {string} */
                resourceType: "cluster" | "network" | "connection" | "deployment";
                resourceId: string;
            }[];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            spec: components["schemas"]["NetworkSpec"];
            connectionId?: string;
        };
        NetworkSpec: {
            /**
             * Format: cidrv4
             * @default 10.0.0.0/16
             */
            cidr: string;
            /** @default 2 */
            availabilityZoneCount: number;
            /**
             * @default single
             * @enum {string}
             */
            natGateways: "none" | "single" | "per_zone";
            displayName?: string;
            tags?: {
                [key: string]: string;
            };
            /**
             * @default rollback
             * @enum {string}
             */
            onFailure: "rollback" | "retain";
            simulation?: {
                faults: ({
                    type?: string;
                    name?: string;
                    /** @enum {string} */
                    when: "create" | "ready" | "read" | "update" | "updated" | "delete";
                    /** @enum {string} */
                    kind: "error" | "throttle" | "quota" | "lost_response" | "hang" | "slow";
                    code?: string;
                    /** @default 1 */
                    times: number;
                } | unknown | unknown)[];
            };
            aws?: {
                flowLogBucketArn?: string;
            };
        };
        Connection: {
            /** @description The name that the user chose. Unique within its organization and collection. */
            id: string;
            /** @description The unique id. A resource that is deleted and created again with the same name has a new one. */
            uid: string;
            organizationId: string;
            name: string;
            /** @enum {string} */
            provider: "simulated" | "aws";
            /**
             * @description The region where the role is verified. Resources may be in other regions.
             * @enum {string}
             */
            region: "sim-central-1" | "sim-east-1" | "sim-west-1" | "us-east-1" | "us-east-2" | "us-west-1" | "us-west-2" | "ca-central-1" | "sa-east-1" | "eu-central-1" | "eu-north-1" | "eu-west-1" | "eu-west-2" | "eu-west-3" | "ap-northeast-1" | "ap-northeast-2" | "ap-northeast-3" | "ap-south-1" | "ap-southeast-1" | "ap-southeast-2";
            /** @enum {string} */
            status: "creating" | "active" | "updating" | "deleting" | "failed";
            /** @description Why the status is `failed`. */
            statusReason?: string;
            /** @description The account and the principal that the verification found, and `planPrincipal`, the principal of the plan role. */
            outputs: {
                [key: string]: string;
            };
            /** @description The operation that is changing the resource, or changed it last. */
            operationId: string;
            /** @description The resources that use this one, and keep it from being deleted. Absent in lists, and if there are none. */
            usedBy?: {
                /** @enum {string} */
                resourceType: "cluster" | "network" | "connection" | "deployment";
                resourceId: string;
            }[];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            spec: components["schemas"]["ConnectionSpec"];
            /** @description The trust policy that the role, and the plan role, need. It requires the external id, and allows the tags of sessions. Absent in lists. */
            trustPolicy?: {
                [key: string]: unknown;
            };
        };
        ConnectionSpec: {
            displayName?: string;
            /** @description The account that the roles must belong to. */
            accountId: string;
            roleArn: string;
            /** @description A second role of the same account for what only reads: the plans of deployments, and all previews (`validateOnly`). It trusts Slipway as `roleArn` does, and may lack every right to change something. Without it, `roleArn` plans, too. */
            planRoleArn?: string;
            /** @description The external id that the role's trust policy must require: `slipway:{organization}:{128 random bits}`. Slipway generates it once for each connection. It is not a secret. Absent in lists. */
            externalId?: string;
        };
        Deployment: {
            /** @description The name that the user chose. Unique within its organization and collection. */
            id: string;
            /** @description The unique id. A resource that is deleted and created again with the same name has a new one. */
            uid: string;
            organizationId: string;
            name: string;
            /** @enum {string} */
            status: "creating" | "active" | "updating" | "deleting" | "failed";
            /** @description Why the status is `failed`. */
            statusReason?: string;
            /** @description The module's outputs as text. Values that are not strings are JSON. */
            outputs: {
                [key: string]: string;
            };
            /** @description The operation that is changing the resource, or changed it last. */
            operationId: string;
            /** @description The resources that use this one, and keep it from being deleted. Absent in lists, and if there are none. */
            usedBy?: {
                /** @enum {string} */
                resourceType: "cluster" | "network" | "connection" | "deployment";
                resourceId: string;
            }[];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            spec: components["schemas"]["DeploymentSpec"];
            /** @description Names of outputs that are sensitive, contain a secret, are too large for this response, or are withheld by a setting. */
            withheldOutputs?: string[];
            connectionId?: string;
        };
        DeploymentSpec: {
            displayName?: string;
            /** @default {} */
            variables: {
                [key: string]: unknown;
            };
            /** @default {} */
            secrets: {
                [key: string]: string;
            };
            /** @default {} */
            environment: {
                [key: string]: string;
            };
            credentials?: {
                [key: string]: string;
            };
            /**
             * @default opentofu
             * @enum {string}
             */
            engine: "opentofu" | "terraform";
            /**
             * @default auto
             * @enum {string}
             */
            confirm: "auto" | "manual";
            /**
             * @default retain
             * @enum {string}
             */
            onFailure: "retain" | "destroy";
            /** @default [] */
            targets: string[];
            excludes?: string[];
            deletionProtection?: boolean;
            /** @enum {string} */
            onPush?: "ignore" | "plan" | "apply";
            /** @enum {string} */
            onPullRequest?: "plan" | "ignore";
            forgeToken?: string;
            /** @description The names of the files, and a hash of their content. Slipway stores the files elsewhere. Of a git repository, `commit` is the commit of these files. */
            source: {
                sha256: string;
                files: string[];
                archive?: {
                    sha256: string;
                    bytes: number;
                };
                git?: {
                    url: string;
                    ref?: string;
                    path?: string;
                    commit?: string;
                };
                workingDirectory?: string;
            };
        };
        /** @description Newest first. */
        OperationList: {
            items: components["schemas"]["ListedOperation"][];
            /** @description Send it as `marker` to get the next page. Absent on the last page. */
            marker?: string;
            /** @description How many items match on all pages together. Only with `total=true`. */
            total?: number;
        };
        /** @description Newest first, unless the request has another order. */
        ClusterList: {
            items: components["schemas"]["Cluster"][];
            /** @description Send it as `marker` to get the next page. Absent on the last page. */
            marker?: string;
            /** @description How many items match on all pages together. Only with `total=true`. */
            total?: number;
        };
        /** @description Newest first, unless the request has another order. */
        NetworkList: {
            items: components["schemas"]["Network"][];
            /** @description Send it as `marker` to get the next page. Absent on the last page. */
            marker?: string;
            /** @description How many items match on all pages together. Only with `total=true`. */
            total?: number;
        };
        /** @description Newest first, unless the request has another order. */
        ConnectionList: {
            items: components["schemas"]["Connection"][];
            /** @description Send it as `marker` to get the next page. Absent on the last page. */
            marker?: string;
            /** @description How many items match on all pages together. Only with `total=true`. */
            total?: number;
        };
        /** @description Newest first, unless the request has another order. */
        DeploymentList: {
            items: components["schemas"]["Deployment"][];
            /** @description Send it as `marker` to get the next page. Absent on the last page. */
            marker?: string;
            /** @description How many items match on all pages together. Only with `total=true`. */
            total?: number;
        };
    };
    responses: never;
    parameters: {
        /** @example 01M85ZVC0FWGZ5V2BRCVY6G1ZY */
        operationId: string;
        /** @example 01M85ZVC0FWGZ5V2BRCVY6G1ZY */
        shownOperationId: string;
        /**
         * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
         * @example import-42
         */
        "X-Request-Id": string;
        /**
         * @description ETags of the states that the client already has. The response is 304 when nothing has changed.
         * @example *
         */
        "If-None-Match": string;
        /**
         * @description The ETag of the resource that the client last saw. The response is 412 when the resource has changed since. Its weak form, which a compressing proxy makes, matches too. `*` matches every state.
         * @example *
         */
        "If-Match": string;
        /**
         * @description `wait=N` (RFC 7240) holds the request for up to N seconds, at most 60. With `If-None-Match`, the server answers at the next change, or with 304 when there was none. Without it, the server answers when the operation is terminal or the time is up. `?wait=N` has priority over this header.
         * @example wait=30
         */
        Prefer: string;
        /**
         * @description Makes the request safe to repeat: the same request with the same key returns the operation that the first one started. A quoted string (RFC 8941) or a token without quotes, at most 255 characters.
         * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
         */
        "Idempotency-Key": string;
        /** @example 9b0d8a0c4a3f1f2f5a6d7c1e8b94d1b2f8c7e6a5d4c3b2a1908f7e6d5c4b3a29 */
        sha256: string;
        /**
         * @description The HMAC-SHA256 of the body with the webhook's secret.
         * @example sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17
         */
        "X-Hub-Signature-256": string;
        /**
         * @description The kind of event. Others than pushes and pull requests are ignored.
         * @example push
         */
        "X-GitHub-Event": string;
        /**
         * @description The id of the delivery. A repeated delivery has the same id.
         * @example 72d3162e-cc78-11e3-81ab-4c9367dc0958
         */
        "X-GitHub-Delivery": string;
        /** @description The webhook's secret token. */
        "X-Gitlab-Token": string;
        /**
         * @description The kind of event. Others than pushes and merge requests are ignored.
         * @example Push Hook
         */
        "X-Gitlab-Event": string;
        /**
         * @description The id of the event. `Idempotency-Key`, which GitLab has sent since version 17.4, has priority over it.
         * @example 13792a34-cac6-4fda-95a8-c58e00a3954e
         */
        "X-Gitlab-Event-UUID": string;
        /**
         * @description For the stream: the id of the last event that the client has seen, at most 9 digits. The stream continues after it.
         * @example 55
         */
        "Last-Event-ID": string;
        /** @example demo */
        clusterId: string;
        /** @example base */
        networkId: string;
        /** @example production */
        connectionId: string;
        /** @example web */
        deploymentId: string;
    };
    requestBodies: never;
    headers: {
        /** @description Identifies this request in the log: the id that the client sent if it is valid, otherwise a new one. */
        "X-Request-Id": string;
        /**
         * @description The operation to poll, or its web page. A poll answers 200 whatever the outcome.
         * @example /operations/01M85ZVC0FWGZ5V2BRCVY6G1ZY
         */
        Location: string;
        /**
         * @description The same as `Location`.
         * @example /operations/01M85ZVC0FWGZ5V2BRCVY6G1ZY
         */
        "Operation-Location": string;
        /**
         * @description Whole seconds to wait before the next request.
         * @example 1
         */
        "Retry-After": number;
        /** @description A strong tag of everything in the body; send it back in `If-None-Match`. */
        ETag: string;
        /**
         * @description The response may be cached, but must be revalidated before reuse.
         * @example private, no-cache
         */
        "Cache-Control": string;
        /** @description An earlier request with this `Idempotency-Key` started the operation. */
        "Idempotency-Replayed": "true";
        /** @description The source of the progress: the running workflow (`query`), its outcome (`result`), or, while no worker answers, its memo with the list of resources rebuilt from its history (`history`). `memo` if there is no such list yet. */
        "Progress-Source": "query" | "history" | "memo" | "result";
        /**
         * @description The preference that the server applied (RFC 7240).
         * @example wait=30
         */
        "Preference-Applied": string;
        /**
         * @description The media type of the response depends on this request header.
         * @example Accept
         */
        Vary: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listOperations: {
        parameters: {
            query?: {
                /** @description One status, or several separated by commas. */
                status?: string;
                /** @description One kind of operation, or several separated by commas. */
                operation?: string;
                /** @description One unique id of a resource, or several separated by commas. */
                resourceUid?: string;
                /** @description The member who requested the operation, or several separated by commas. */
                memberId?: string;
                /** @description Created after this time (RFC 3339). */
                createdAfter?: string;
                /** @description Created before this time (RFC 3339). */
                createdBefore?: string;
                /** @description One operation by its id, or several separated by commas. */
                operationId?: string;
                /** @description One type, or several separated by commas. */
                resourceType?: string;
                /** @description One name, or several separated by commas. */
                resourceId?: string;
                /** @description A part of the name. Finds the operations on all resources whose names contain it, at most 200 names. */
                resourceName?: string;
                /** @description `true` adds `total` to the response: how many items match on all pages together. */
                total?: "true" | "false";
                /** @description The maximum number of items: 1 to 100, by default 100. */
                limit?: string;
                /** @description The `marker` of the previous page. Valid only for a list with the same filters. */
                marker?: string;
            };
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationList"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOperation: {
        parameters: {
            query?: {
                /** @description The same as `Prefer: wait=N`: how many seconds to wait for something new. */
                wait?: string;
            };
            header?: {
                /**
                 * @description `wait=N` (RFC 7240) holds the request for up to N seconds, at most 60. With `If-None-Match`, the server answers at the next change, or with 304 when there was none. Without it, the server answers when the operation is terminal or the time is up. `?wait=N` has priority over this header.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description ETags of the states that the client already has. The response is 304 when nothing has changed.
                 * @example *
                 */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example 01M85ZVC0FWGZ5V2BRCVY6G1ZY */
                operationId: components["parameters"]["operationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The operation. `Retry-After` is absent once it is terminal. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Progress-Source": components["headers"]["Progress-Source"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    Vary: components["headers"]["Vary"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description To the page for people: the client prefers `text/html` to JSON. */
            303: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The client already has the current state. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Progress-Source": components["headers"]["Progress-Source"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "Preference-Applied": components["headers"]["Preference-Applied"];
                    Vary: components["headers"]["Vary"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOperationEvents: {
        parameters: {
            query?: {
                /** @description The maximum number of items: 1 to 100, by default 100. */
                limit?: string;
                /** @description The `marker` of the previous page. Valid only for a list with the same filters. */
                marker?: string;
            };
            header?: {
                /**
                 * @description For the stream: the id of the last event that the client has seen, at most 9 digits. The stream continues after it.
                 * @example 55
                 */
                "Last-Event-ID"?: components["parameters"]["Last-Event-ID"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example 01M85ZVC0FWGZ5V2BRCVY6G1ZY */
                operationId: components["parameters"]["operationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The timeline, or the stream. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                    /**
                     * @example event: operation.progress
                     *     id: 12
                     *     data: {"id":"01M85ZVC0FWGZ5V2BRCVY6G1ZY",…}
                     */
                    "text/event-stream": string;
                };
            };
            /** @description The client has the outcome already: it need not come again. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Vary: components["headers"]["Vary"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_acceptable`: The requested media type is not available. */
            406: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOperationLog: {
        parameters: {
            query?: {
                /** @description The `sequence` of the last line that the client has. The log continues after it. */
                after?: string;
                /** @description The largest number of lines in an answer. If there are as many, continue with `after`. With `follow` and in a stream, there is no limit. */
                limit?: string;
                /** @description Only the lines about this cloud resource: its URN, the end of its URN such as `vpc/main`, or its address in the module. */
                resource?: string;
                /** @description `true` waits for new lines until the operation has ended, at most for an hour. */
                follow?: "true" | "false";
            };
            header?: {
                /**
                 * @description For the stream: the id of the last event that the client has seen, at most 9 digits. The stream continues after it.
                 * @example 55
                 */
                "Last-Event-ID"?: components["parameters"]["Last-Event-ID"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example 01M85ZVC0FWGZ5V2BRCVY6G1ZY */
                operationId: components["parameters"]["operationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The log. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": components["schemas"]["LogLine"];
                    "application/x-ndjson": components["schemas"]["LogLine"];
                    "text/plain": string;
                    /**
                     * @example event: log.line
                     *     id: 12
                     *     data: {"sequence":12,…}
                     */
                    "text/event-stream": string;
                };
            };
            /** @description The operation has ended, and the client has its whole log. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Vary: components["headers"]["Vary"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_acceptable`: The requested media type is not available. */
            406: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelOperation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example 01M85ZVC0FWGZ5V2BRCVY6G1ZY */
                operationId: components["parameters"]["operationId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DecisionRequest"];
            };
        };
        responses: {
            /** @description It was canceled already. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Progress-Source": components["headers"]["Progress-Source"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description The cancel is accepted. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Operation-Location": components["headers"]["Operation-Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. `malformed_json`: The body is not JSON. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `operation_terminal`: The operation has already ended. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryOperation: {
        parameters: {
            query?: {
                /** @description `true` returns the plan of the operation without starting it. A worker must be running. */
                validateOnly?: "true" | "false";
            };
            header?: {
                /**
                 * @description Makes the request safe to repeat: the same request with the same key returns the operation that the first one started. A quoted string (RFC 8941) or a token without quotes, at most 255 characters.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example 01M85ZVC0FWGZ5V2BRCVY6G1ZY */
                operationId: components["parameters"]["operationId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DecisionRequest"];
            };
        };
        responses: {
            /** @description With `validateOnly`: the operation that would start, with its plan. Nothing was stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description The new operation is started. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Operation-Location": components["headers"]["Operation-Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. `malformed_json`: The body is not JSON. `invalid_idempotency_key`: The Idempotency-Key is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. `deployments_not_offered`: This service offers no deployments. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_retryable`: The operation has neither failed nor been canceled. `superseded`: A later operation has changed the resource. `already_exists`: The name is taken. `role_taken`: The role belongs to another connection. `record_lost`: The record of the resource is lost. `resource_busy`: Another operation works on the resource. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key belongs to another request. `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. `no_worker`: No worker answers. `cloud_unavailable`: The cloud is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discoverInstanceTypes: {
        parameters: {
            query?: {
                /** @description `true` returns the plan of the operation without starting it. A worker must be running. */
                validateOnly?: "true" | "false";
            };
            header?: {
                /**
                 * @description Makes the request safe to repeat: the same request with the same key returns the operation that the first one started. A quoted string (RFC 8941) or a token without quotes, at most 255 characters.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiscoverRequest"];
            };
        };
        responses: {
            /** @description With `validateOnly`: the operation that would start, with its plan. Nothing was stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description The discovery is started. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Operation-Location": components["headers"]["Operation-Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. `malformed_json`: The body is not JSON. `invalid_idempotency_key`: The Idempotency-Key is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `connection_not_active`: The connection is not active. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key belongs to another request. `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. `no_worker`: No worker answers. `cloud_unavailable`: The cloud is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConnection: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description ETags of the states that the client already has. The response is 304 when nothing has changed.
                 * @example *
                 */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example production */
                connectionId: components["parameters"]["connectionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description The client already has the current state. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteConnection: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The ETag of the resource that the client last saw. The response is 412 when the resource has changed since. Its weak form, which a compressing proxy makes, matches too. `*` matches every state.
                 * @example *
                 */
                "If-Match"?: components["parameters"]["If-Match"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example production */
                connectionId: components["parameters"]["connectionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection is deleted. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. `malformed_json`: The body is not JSON. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `resource_busy`: Another operation works on the resource. `in_use`: Other resources use this resource. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition_failed`: The resource was changed in the meantime. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. `no_worker`: No worker answers. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getArchive: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example 9b0d8a0c4a3f1f2f5a6d7c1e8b94d1b2f8c7e6a5d4c3b2a1908f7e6d5c4b3a29 */
                sha256: components["parameters"]["sha256"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The archive is stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Archive"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uploadArchive: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example 9b0d8a0c4a3f1f2f5a6d7c1e8b94d1b2f8c7e6a5d4c3b2a1908f7e6d5c4b3a29 */
                sha256: components["parameters"]["sha256"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/gzip": string;
            };
        };
        responses: {
            /** @description The archive is stored already. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Archive"];
                };
            };
            /** @description The archive is stored. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Archive"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refreshDeploymentSource: {
        parameters: {
            query?: {
                /** @description `true` returns the plan of the operation without starting it. A worker must be running. */
                validateOnly?: "true" | "false";
            };
            header?: {
                /**
                 * @description The ETag of the resource that the client last saw. The response is 412 when the resource has changed since. Its weak form, which a compressing proxy makes, matches too. `*` matches every state.
                 * @example *
                 */
                "If-Match"?: components["parameters"]["If-Match"];
                /**
                 * @description Makes the request safe to repeat: the same request with the same key returns the operation that the first one started. A quoted string (RFC 8941) or a token without quotes, at most 255 characters.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example web */
                deploymentId: components["parameters"]["deploymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With `validateOnly`: the operation that would start, with its plan. Nothing was stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description The operation that changes the resource has started. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Operation-Location": components["headers"]["Operation-Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. `malformed_json`: The body is not JSON. `invalid_idempotency_key`: The Idempotency-Key is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. `deployments_not_offered`: This service offers no deployments. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `resource_busy`: Another operation works on the resource. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition_failed`: The resource was changed in the meantime. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key belongs to another request. `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. `no_worker`: No worker answers. `cloud_unavailable`: The cloud is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeploymentOutputs: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description ETags of the states that the client already has. The response is 304 when nothing has changed.
                 * @example *
                 */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example web */
                deploymentId: components["parameters"]["deploymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The outputs. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentOutputs"];
                };
            };
            /** @description The client already has the current state. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getClusterKubeconfig: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description ETags of the states that the client already has. The response is 304 when nothing has changed.
                 * @example *
                 */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example demo */
                clusterId: components["parameters"]["clusterId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The kubeconfig. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
            /** @description The client already has the current state. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cluster_not_ready`: The cluster is not ready. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOperationPlan: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description ETags of the states that the client already has. The response is 304 when nothing has changed.
                 * @example *
                 */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example 01M85ZVC0FWGZ5V2BRCVY6G1ZY */
                operationId: components["parameters"]["operationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plan. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationPlan"];
                    "text/plain": string;
                };
            };
            /** @description The client already has the current state. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_acceptable`: The requested media type is not available. */
            406: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmOperation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example 01M85ZVC0FWGZ5V2BRCVY6G1ZY */
                operationId: components["parameters"]["operationId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DecisionRequest"];
            };
        };
        responses: {
            /** @description The decision is accepted. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Operation-Location": components["headers"]["Operation-Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. `malformed_json`: The body is not JSON. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_awaiting_confirmation`: The operation does not wait for a confirmation. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discardOperation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example 01M85ZVC0FWGZ5V2BRCVY6G1ZY */
                operationId: components["parameters"]["operationId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DecisionRequest"];
            };
        };
        responses: {
            /** @description The decision is accepted. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Operation-Location": components["headers"]["Operation-Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. `malformed_json`: The body is not JSON. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_awaiting_confirmation`: The operation does not wait for a confirmation. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStateFile: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example 9b0d8a0c4a3f1f2f5a6d7c1e8b94d1b2f8c7e6a5d4c3b2a1908f7e6d5c4b3a29 */
                sha256: components["parameters"]["sha256"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state is stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StateFile"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uploadState: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example 9b0d8a0c4a3f1f2f5a6d7c1e8b94d1b2f8c7e6a5d4c3b2a1908f7e6d5c4b3a29 */
                sha256: components["parameters"]["sha256"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The state is stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StateFile"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadStateFile: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example 9b0d8a0c4a3f1f2f5a6d7c1e8b94d1b2f8c7e6a5d4c3b2a1908f7e6d5c4b3a29 */
                sha256: components["parameters"]["sha256"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. `state_read_refused`: This service does not hand out states. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeploymentOutput: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example web */
                deploymentId: components["parameters"]["deploymentId"];
                /** @example connection_string */
                outputName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The output. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutputValue"];
                    "text/plain": string;
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. `state_read_refused`: This service does not hand out states. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_acceptable`: The requested media type is not available. */
            406: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `state_elsewhere`: The state is in the module's own backend. `state_encrypted`: The state is encrypted. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listStateVersions: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example web */
                deploymentId: components["parameters"]["deploymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StateVersions"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `state_elsewhere`: The state is in the module's own backend. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStateVersion: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description ETags of the states that the client already has. The response is 304 when nothing has changed.
                 * @example *
                 */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example web */
                deploymentId: components["parameters"]["deploymentId"];
                /** @example 3 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version, without its content. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StateVersion"];
                };
            };
            /** @description The client already has the current state. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `state_elsewhere`: The state is in the module's own backend. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadState: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example web */
                deploymentId: components["parameters"]["deploymentId"];
                /** @example 3 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. `state_read_refused`: This service does not hand out states. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `state_elsewhere`: The state is in the module's own backend. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    diffStates: {
        parameters: {
            query?: {
                /** @description The version before; by default the one before `to`. */
                from?: string;
                /** @description The version afterwards; by default the current one. */
                to?: string;
            };
            header?: {
                /**
                 * @description ETags of the states that the client already has. The response is 304 when nothing has changed.
                 * @example *
                 */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example web */
                deploymentId: components["parameters"]["deploymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What differs. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StateDiff"];
                    "text/plain": string;
                };
            };
            /** @description The client already has the current state. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    Vary: components["headers"]["Vary"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_acceptable`: The requested media type is not available. */
            406: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `state_elsewhere`: The state is in the module's own backend. `state_encrypted`: The state is encrypted. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listClusters: {
        parameters: {
            query?: {
                /** @description One status, or several separated by commas. */
                status?: string;
                /** @description One provider, or several separated by commas. */
                provider?: string;
                /** @description One region, or several separated by commas. */
                region?: string;
                /** @description A part of the name. */
                name?: string;
                /** @description The field to sort by, with a hyphen in front in descending order. By default `-createdAt`, the newest first. Another order, and a search by `name`, read the whole list, and are refused for more than 5,000 resources. */
                sort?: "name" | "-name" | "status" | "-status" | "provider" | "-provider" | "region" | "-region" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt";
                /** @description `true` adds `total` to the response: how many items match on all pages together. */
                total?: "true" | "false";
                /** @description The maximum number of items: 1 to 100, by default 100. */
                limit?: string;
                /** @description The `marker` of the previous page. Valid only for a list with the same filters. */
                marker?: string;
            };
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClusterList"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createCluster: {
        parameters: {
            query?: {
                /** @description `true` returns the plan of the operation without starting it. A worker must be running. */
                validateOnly?: "true" | "false";
            };
            header?: {
                /**
                 * @description Makes the request safe to repeat: the same request with the same key returns the operation that the first one started. A quoted string (RFC 8941) or a token without quotes, at most 255 characters.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateClusterRequest"];
            };
        };
        responses: {
            /** @description With `validateOnly`: the operation that would start, with its plan. Nothing was stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description The operation that creates the resource has started. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Operation-Location": components["headers"]["Operation-Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. `malformed_json`: The body is not JSON. `invalid_idempotency_key`: The Idempotency-Key is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `already_exists`: The name is taken. `record_lost`: The record of the resource is lost. `connection_not_active`: The connection is not active. `network_not_active`: The network is not active. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key belongs to another request. `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. `no_worker`: No worker answers. `cloud_unavailable`: The cloud is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCluster: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description ETags of the states that the client already has. The response is 304 when nothing has changed.
                 * @example *
                 */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example demo */
                clusterId: components["parameters"]["clusterId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cluster. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cluster"];
                };
            };
            /** @description The client already has the current state. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCluster: {
        parameters: {
            query?: {
                /** @description `true` returns the plan of the operation without starting it. A worker must be running. */
                validateOnly?: "true" | "false";
            };
            header?: {
                /**
                 * @description The ETag of the resource that the client last saw. The response is 412 when the resource has changed since. Its weak form, which a compressing proxy makes, matches too. `*` matches every state.
                 * @example *
                 */
                "If-Match"?: components["parameters"]["If-Match"];
                /**
                 * @description Makes the request safe to repeat: the same request with the same key returns the operation that the first one started. A quoted string (RFC 8941) or a token without quotes, at most 255 characters.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example demo */
                clusterId: components["parameters"]["clusterId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With `validateOnly`: the operation that would start, with its plan. Nothing was stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description The operation that deletes the resource has started. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Operation-Location": components["headers"]["Operation-Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. `malformed_json`: The body is not JSON. `invalid_idempotency_key`: The Idempotency-Key is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `resource_busy`: Another operation works on the resource. `deletion_protected`: The resource is protected from deletion. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition_failed`: The resource was changed in the meantime. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key belongs to another request. `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. `no_worker`: No worker answers. `cloud_unavailable`: The cloud is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateCluster: {
        parameters: {
            query?: {
                /** @description `true` returns the plan of the operation without starting it. A worker must be running. */
                validateOnly?: "true" | "false";
            };
            header?: {
                /**
                 * @description The ETag of the resource that the client last saw. The response is 412 when the resource has changed since. Its weak form, which a compressing proxy makes, matches too. `*` matches every state.
                 * @example *
                 */
                "If-Match"?: components["parameters"]["If-Match"];
                /**
                 * @description Makes the request safe to repeat: the same request with the same key returns the operation that the first one started. A quoted string (RFC 8941) or a token without quotes, at most 255 characters.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example demo */
                clusterId: components["parameters"]["clusterId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateClusterRequest"];
                "application/merge-patch+json": components["schemas"]["UpdateClusterRequest"];
            };
        };
        responses: {
            /** @description With `validateOnly`: the operation that would start, with its plan. Nothing was stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description The operation that changes the resource has started. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Operation-Location": components["headers"]["Operation-Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. `malformed_json`: The body is not JSON. `invalid_idempotency_key`: The Idempotency-Key is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `resource_busy`: Another operation works on the resource. `record_lost`: The record of the resource is lost. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition_failed`: The resource was changed in the meantime. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key belongs to another request. `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. `no_worker`: No worker answers. `cloud_unavailable`: The cloud is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listClusterOperations: {
        parameters: {
            query?: {
                /** @description One status, or several separated by commas. */
                status?: string;
                /** @description One kind of operation, or several separated by commas. */
                operation?: string;
                /** @description One unique id of a resource, or several separated by commas. */
                resourceUid?: string;
                /** @description The member who requested the operation, or several separated by commas. */
                memberId?: string;
                /** @description Created after this time (RFC 3339). */
                createdAfter?: string;
                /** @description Created before this time (RFC 3339). */
                createdBefore?: string;
                /** @description The maximum number of items: 1 to 100, by default 100. */
                limit?: string;
                /** @description The `marker` of the previous page. Valid only for a list with the same filters. */
                marker?: string;
            };
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example demo */
                clusterId: components["parameters"]["clusterId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationList"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listClusterResources: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example demo */
                clusterId: components["parameters"]["clusterId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ledger"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `record_lost`: The record of the resource is lost. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. `no_worker`: No worker answers. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNetworks: {
        parameters: {
            query?: {
                /** @description One status, or several separated by commas. */
                status?: string;
                /** @description One provider, or several separated by commas. */
                provider?: string;
                /** @description One region, or several separated by commas. */
                region?: string;
                /** @description A part of the name. */
                name?: string;
                /** @description The field to sort by, with a hyphen in front in descending order. By default `-createdAt`, the newest first. Another order, and a search by `name`, read the whole list, and are refused for more than 5,000 resources. */
                sort?: "name" | "-name" | "status" | "-status" | "provider" | "-provider" | "region" | "-region" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt";
                /** @description `true` adds `total` to the response: how many items match on all pages together. */
                total?: "true" | "false";
                /** @description The maximum number of items: 1 to 100, by default 100. */
                limit?: string;
                /** @description The `marker` of the previous page. Valid only for a list with the same filters. */
                marker?: string;
            };
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NetworkList"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createNetwork: {
        parameters: {
            query?: {
                /** @description `true` returns the plan of the operation without starting it. A worker must be running. */
                validateOnly?: "true" | "false";
            };
            header?: {
                /**
                 * @description Makes the request safe to repeat: the same request with the same key returns the operation that the first one started. A quoted string (RFC 8941) or a token without quotes, at most 255 characters.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateNetworkRequest"];
            };
        };
        responses: {
            /** @description With `validateOnly`: the operation that would start, with its plan. Nothing was stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description The operation that creates the resource has started. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Operation-Location": components["headers"]["Operation-Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. `malformed_json`: The body is not JSON. `invalid_idempotency_key`: The Idempotency-Key is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `already_exists`: The name is taken. `record_lost`: The record of the resource is lost. `connection_not_active`: The connection is not active. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key belongs to another request. `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. `no_worker`: No worker answers. `cloud_unavailable`: The cloud is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getNetwork: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description ETags of the states that the client already has. The response is 304 when nothing has changed.
                 * @example *
                 */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example base */
                networkId: components["parameters"]["networkId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The network. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Network"];
                };
            };
            /** @description The client already has the current state. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteNetwork: {
        parameters: {
            query?: {
                /** @description `true` returns the plan of the operation without starting it. A worker must be running. */
                validateOnly?: "true" | "false";
            };
            header?: {
                /**
                 * @description The ETag of the resource that the client last saw. The response is 412 when the resource has changed since. Its weak form, which a compressing proxy makes, matches too. `*` matches every state.
                 * @example *
                 */
                "If-Match"?: components["parameters"]["If-Match"];
                /**
                 * @description Makes the request safe to repeat: the same request with the same key returns the operation that the first one started. A quoted string (RFC 8941) or a token without quotes, at most 255 characters.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example base */
                networkId: components["parameters"]["networkId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With `validateOnly`: the operation that would start, with its plan. Nothing was stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description The operation that deletes the resource has started. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Operation-Location": components["headers"]["Operation-Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. `malformed_json`: The body is not JSON. `invalid_idempotency_key`: The Idempotency-Key is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `resource_busy`: Another operation works on the resource. `in_use`: Other resources use this resource. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition_failed`: The resource was changed in the meantime. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key belongs to another request. `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. `no_worker`: No worker answers. `cloud_unavailable`: The cloud is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNetworkOperations: {
        parameters: {
            query?: {
                /** @description One status, or several separated by commas. */
                status?: string;
                /** @description One kind of operation, or several separated by commas. */
                operation?: string;
                /** @description One unique id of a resource, or several separated by commas. */
                resourceUid?: string;
                /** @description The member who requested the operation, or several separated by commas. */
                memberId?: string;
                /** @description Created after this time (RFC 3339). */
                createdAfter?: string;
                /** @description Created before this time (RFC 3339). */
                createdBefore?: string;
                /** @description The maximum number of items: 1 to 100, by default 100. */
                limit?: string;
                /** @description The `marker` of the previous page. Valid only for a list with the same filters. */
                marker?: string;
            };
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example base */
                networkId: components["parameters"]["networkId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationList"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNetworkResources: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example base */
                networkId: components["parameters"]["networkId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ledger"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `record_lost`: The record of the resource is lost. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. `no_worker`: No worker answers. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConnections: {
        parameters: {
            query?: {
                /** @description One status, or several separated by commas. */
                status?: string;
                /** @description One provider, or several separated by commas. */
                provider?: string;
                /** @description One region, or several separated by commas. */
                region?: string;
                /** @description A part of the name. */
                name?: string;
                /** @description The field to sort by, with a hyphen in front in descending order. By default `-createdAt`, the newest first. Another order, and a search by `name`, read the whole list, and are refused for more than 5,000 resources. */
                sort?: "name" | "-name" | "status" | "-status" | "provider" | "-provider" | "region" | "-region" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt";
                /** @description `true` adds `total` to the response: how many items match on all pages together. */
                total?: "true" | "false";
                /** @description The maximum number of items: 1 to 100, by default 100. */
                limit?: string;
                /** @description The `marker` of the previous page. Valid only for a list with the same filters. */
                marker?: string;
            };
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionList"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createConnection: {
        parameters: {
            query?: {
                /** @description `true` returns the plan of the operation without starting it. A worker must be running. */
                validateOnly?: "true" | "false";
            };
            header?: {
                /**
                 * @description Makes the request safe to repeat: the same request with the same key returns the operation that the first one started. A quoted string (RFC 8941) or a token without quotes, at most 255 characters.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateConnectionRequest"];
            };
        };
        responses: {
            /** @description With `validateOnly`: the operation that would start, with its plan. Nothing was stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description The operation that creates the resource has started. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Operation-Location": components["headers"]["Operation-Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. `malformed_json`: The body is not JSON. `invalid_idempotency_key`: The Idempotency-Key is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `already_exists`: The name is taken. `record_lost`: The record of the resource is lost. `role_taken`: The role belongs to another connection. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key belongs to another request. `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. `no_worker`: No worker answers. `cloud_unavailable`: The cloud is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConnectionOperations: {
        parameters: {
            query?: {
                /** @description One status, or several separated by commas. */
                status?: string;
                /** @description One kind of operation, or several separated by commas. */
                operation?: string;
                /** @description One unique id of a resource, or several separated by commas. */
                resourceUid?: string;
                /** @description The member who requested the operation, or several separated by commas. */
                memberId?: string;
                /** @description Created after this time (RFC 3339). */
                createdAfter?: string;
                /** @description Created before this time (RFC 3339). */
                createdBefore?: string;
                /** @description The maximum number of items: 1 to 100, by default 100. */
                limit?: string;
                /** @description The `marker` of the previous page. Valid only for a list with the same filters. */
                marker?: string;
            };
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example production */
                connectionId: components["parameters"]["connectionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationList"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeployments: {
        parameters: {
            query?: {
                /** @description One status, or several separated by commas. */
                status?: string;
                /** @description A part of the name. */
                name?: string;
                /** @description The field to sort by, with a hyphen in front in descending order. By default `-createdAt`, the newest first. Another order, and a search by `name`, read the whole list, and are refused for more than 5,000 resources. */
                sort?: "name" | "-name" | "status" | "-status" | "provider" | "-provider" | "region" | "-region" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt";
                /** @description `true` adds `total` to the response: how many items match on all pages together. */
                total?: "true" | "false";
                /** @description The maximum number of items: 1 to 100, by default 100. */
                limit?: string;
                /** @description The `marker` of the previous page. Valid only for a list with the same filters. */
                marker?: string;
            };
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentList"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createDeployment: {
        parameters: {
            query?: {
                /** @description `true` returns the plan of the operation without starting it. A worker must be running. */
                validateOnly?: "true" | "false";
            };
            header?: {
                /**
                 * @description Makes the request safe to repeat: the same request with the same key returns the operation that the first one started. A quoted string (RFC 8941) or a token without quotes, at most 255 characters.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateDeploymentRequest"];
            };
        };
        responses: {
            /** @description With `validateOnly`: the operation that would start, with its plan. Nothing was stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description The operation that creates the resource has started. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Operation-Location": components["headers"]["Operation-Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. `malformed_json`: The body is not JSON. `invalid_idempotency_key`: The Idempotency-Key is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. `deployments_not_offered`: This service offers no deployments. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `already_exists`: The name is taken. `record_lost`: The record of the resource is lost. `connection_not_active`: The connection is not active. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key belongs to another request. `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. `no_worker`: No worker answers. `cloud_unavailable`: The cloud is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeployment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description ETags of the states that the client already has. The response is 304 when nothing has changed.
                 * @example *
                 */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example web */
                deploymentId: components["parameters"]["deploymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deployment. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            /** @description The client already has the current state. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDeployment: {
        parameters: {
            query?: {
                /** @description `true` returns the plan of the operation without starting it. A worker must be running. */
                validateOnly?: "true" | "false";
                /** @description `true` destroys nothing: Slipway gives the deployment up, and its state is kept for 30 days among the state files. Refused unless the service allows reading states. */
                keepResources?: "true" | "false";
            };
            header?: {
                /**
                 * @description The ETag of the resource that the client last saw. The response is 412 when the resource has changed since. Its weak form, which a compressing proxy makes, matches too. `*` matches every state.
                 * @example *
                 */
                "If-Match"?: components["parameters"]["If-Match"];
                /**
                 * @description Makes the request safe to repeat: the same request with the same key returns the operation that the first one started. A quoted string (RFC 8941) or a token without quotes, at most 255 characters.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example web */
                deploymentId: components["parameters"]["deploymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With `validateOnly`: the operation that would start, with its plan. Nothing was stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description The operation that deletes the resource has started. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Operation-Location": components["headers"]["Operation-Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. `malformed_json`: The body is not JSON. `invalid_idempotency_key`: The Idempotency-Key is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. `deployments_not_offered`: This service offers no deployments. `state_read_refused`: This service does not hand out states. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `resource_busy`: Another operation works on the resource. `deletion_protected`: The resource is protected from deletion. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition_failed`: The resource was changed in the meantime. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key belongs to another request. `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. `no_worker`: No worker answers. `cloud_unavailable`: The cloud is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateDeployment: {
        parameters: {
            query?: {
                /** @description `true` returns the plan of the operation without starting it. A worker must be running. */
                validateOnly?: "true" | "false";
            };
            header?: {
                /**
                 * @description The ETag of the resource that the client last saw. The response is 412 when the resource has changed since. Its weak form, which a compressing proxy makes, matches too. `*` matches every state.
                 * @example *
                 */
                "If-Match"?: components["parameters"]["If-Match"];
                /**
                 * @description Makes the request safe to repeat: the same request with the same key returns the operation that the first one started. A quoted string (RFC 8941) or a token without quotes, at most 255 characters.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example web */
                deploymentId: components["parameters"]["deploymentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateDeploymentRequest"];
                "application/merge-patch+json": components["schemas"]["UpdateDeploymentRequest"];
            };
        };
        responses: {
            /** @description With `validateOnly`: the operation that would start, with its plan. Nothing was stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description The operation that changes the resource has started. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Operation-Location": components["headers"]["Operation-Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. `malformed_json`: The body is not JSON. `invalid_idempotency_key`: The Idempotency-Key is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. `deployments_not_offered`: This service offers no deployments. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `resource_busy`: Another operation works on the resource. `state_elsewhere`: The state is in the module's own backend. `lineage_mismatch`: The state file belongs to other resources. `serial_not_newer`: The state file is not newer than the state. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition_failed`: The resource was changed in the meantime. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key belongs to another request. `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. `no_worker`: No worker answers. `cloud_unavailable`: The cloud is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeploymentOperations: {
        parameters: {
            query?: {
                /** @description One status, or several separated by commas. */
                status?: string;
                /** @description One kind of operation, or several separated by commas. */
                operation?: string;
                /** @description One unique id of a resource, or several separated by commas. */
                resourceUid?: string;
                /** @description The member who requested the operation, or several separated by commas. */
                memberId?: string;
                /** @description Created after this time (RFC 3339). */
                createdAfter?: string;
                /** @description Created before this time (RFC 3339). */
                createdBefore?: string;
                /** @description The maximum number of items: 1 to 100, by default 100. */
                limit?: string;
                /** @description The `marker` of the previous page. Valid only for a list with the same filters. */
                marker?: string;
            };
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example web */
                deploymentId: components["parameters"]["deploymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationList"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recoverCluster: {
        parameters: {
            query?: {
                /** @description `true` returns the plan of the operation without starting it. A worker must be running. */
                validateOnly?: "true" | "false";
            };
            header?: {
                /**
                 * @description Makes the request safe to repeat: the same request with the same key returns the operation that the first one started. A quoted string (RFC 8941) or a token without quotes, at most 255 characters.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example demo */
                clusterId: components["parameters"]["clusterId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With `validateOnly`: the operation that would start, with its plan. Nothing was stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description The operation that rebuilds the record has started. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    "Operation-Location": components["headers"]["Operation-Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. `malformed_json`: The body is not JSON. `invalid_idempotency_key`: The Idempotency-Key is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_lost`: The record is not lost. `resource_busy`: Another operation works on the resource. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The Idempotency-Key belongs to another request. `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. `no_worker`: No worker answers. `cloud_unavailable`: The cloud is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    receiveGithubWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The HMAC-SHA256 of the body with the webhook's secret.
                 * @example sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17
                 */
                "X-Hub-Signature-256"?: components["parameters"]["X-Hub-Signature-256"];
                /**
                 * @description The kind of event. Others than pushes and pull requests are ignored.
                 * @example push
                 */
                "X-GitHub-Event"?: components["parameters"]["X-GitHub-Event"];
                /**
                 * @description The id of the delivery. A repeated delivery has the same id.
                 * @example 72d3162e-cc78-11e3-81ab-4c9367dc0958
                 */
                "X-GitHub-Delivery"?: components["parameters"]["X-GitHub-Delivery"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The delivery is stored, or nothing follows from it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookReceipt"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. `malformed_json`: The body is not JSON. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. `invalid_signature`: The request is not signed with the secret of the webhook. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    receiveGitlabWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The webhook's secret token. */
                "X-Gitlab-Token"?: components["parameters"]["X-Gitlab-Token"];
                /**
                 * @description The kind of event. Others than pushes and merge requests are ignored.
                 * @example Push Hook
                 */
                "X-Gitlab-Event"?: components["parameters"]["X-Gitlab-Event"];
                /**
                 * @description The id of the event. `Idempotency-Key`, which GitLab has sent since version 17.4, has priority over it.
                 * @example 13792a34-cac6-4fda-95a8-c58e00a3954e
                 */
                "X-Gitlab-Event-UUID"?: components["parameters"]["X-Gitlab-Event-UUID"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The delivery is stored, or nothing follows from it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookReceipt"];
                };
            };
            /** @description `invalid_host`: The Host header is not valid. `invalid_query`: The query is not valid. `malformed_json`: The body is not JSON. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: The host is not a name of this server. `cross_site_request`: Pages of other sites must not use this server. `invalid_signature`: The request is not signed with the secret of the webhook. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request is not valid. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Yes. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Yes. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ready";
                        /** @constant */
                        temporal: "reachable";
                        /**
                         * @description Reads work without one; operations wait for it.
                         * @enum {unknown}
                         */
                        worker: "polling" | "absent";
                        /**
                         * @description Whether a worker runs engines; operations of deployments wait for it.
                         * @enum {unknown}
                         */
                        engines: "polling" | "absent";
                    };
                };
            };
            /** @description `internal_error`: Internal error. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporal_unavailable`: Temporal is unavailable. `draining`: This process is shutting down. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description ETags of the states that the client already has. The response is 304 when nothing has changed.
                 * @example *
                 */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description The client already has the current state. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It loads nothing from elsewhere. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description `invalid_query`: The query is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOperationsPage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It shows what `GET /operations` says. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    getOperationPage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Identifies this request in the log and in the response: 1 to 128 letters, digits, `.`, `_` and `-`. An invalid id is replaced.
                 * @example import-42
                 */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @example 01M85ZVC0FWGZ5V2BRCVY6G1ZY */
                operationId: components["parameters"]["shownOperationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It shows what `GET /operations/{operationId}` says. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
}
