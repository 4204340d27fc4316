/** The paths that forges call. */
import type { ProblemCode } from '../../../contract/problems/problem-codes.ts';
import { headerRefs, parameterRef, type ParameterName } from '../headers.ts';
import { BODY_PROBLEMS, problemResponses } from '../problems.ts';
import { json } from '../responses.ts';

const PROBLEMS: readonly ProblemCode[] = [
  ...BODY_PROBLEMS,
  'invalid_signature',
  'invalid_request',
  'not_found',
];

export function webhookPaths(): Record<string, object> {
  return {
    '/webhooks/github': {
      post: webhook(
        'receiveGithubWebhook',
        'Receive what GitHub says about a repository',
        'Verified by `X-Hub-Signature-256`. The events `push` and `pull_request` are used.',
        ['X-Hub-Signature-256', 'X-GitHub-Event', 'X-GitHub-Delivery'],
      ),
    },
    '/webhooks/gitlab': {
      post: webhook(
        'receiveGitlabWebhook',
        'Receive what GitLab says about a project',
        'Verified by `X-Gitlab-Token`. The events `Push Hook` and `Merge Request Hook` are used.',
        ['X-Gitlab-Token', 'X-Gitlab-Event', 'X-Gitlab-Event-UUID'],
      ),
    },
  };
}

function webhook(
  operationId: string,
  summary: string,
  description: string,
  parameters: readonly ParameterName[],
): object {
  return {
    operationId,
    tags: ['Webhooks'],
    summary,
    description: `${description} The deployments that follow the repository are planned or changed, and the outcome is shown at the commit. A delivery that is repeated has no second effect.`,
    parameters: [...parameters.map(parameterRef), parameterRef('X-Request-Id')],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { type: 'object' } } },
    },
    responses: {
      '200': {
        description: 'The delivery is stored, or nothing follows from it.',
        headers: headerRefs(['X-Request-Id']),
        content: json('WebhookReceipt', 'webhookReceipt'),
      },
      ...problemResponses(PROBLEMS),
    },
  };
}
