/** The stories of the operations that have no saga. Each follows its workflow in workflows/kinds/. */
import { plannedChecks } from '../../contract/operations/connection-checks.ts';
import type { ProgressResource } from '../../contract/operations/operation.ts';
import { recoveredNodes } from '../../contract/operations/recovered-nodes.ts';
import { nodeUrn } from '../../contract/ids.ts';
import type { LedgerEntry } from '../../contract/resources/graph.ts';
import { isInputOf, type OperationInput } from '../../contract/temporal/operation-input.ts';
import { valueOf } from '../timeline/events.ts';
import { sagaStory } from './saga-story.ts';
import type { ShownNodes } from './shown-nodes.ts';
import type { Step, Story } from './story.ts';

export function storyOf(nodes: ShownNodes, input: OperationInput): Story {
  const { subject } = input;
  switch (subject.operation) {
    case 'create_cluster':
    case 'create_network':
      return sagaStory(nodes, 'creation');
    case 'update_cluster':
      return sagaStory(nodes, 'change');
    case 'delete_cluster':
    case 'delete_network':
      return sagaStory(nodes, 'deletion');
    case 'recover_cluster':
      return recoveryStory(nodes);
    case 'apply_deployment':
    case 'destroy_deployment':
      return engineStory(nodes, subject);
    case 'verify_connection':
      return checksStory(nodes, input);
    case 'discover_instance_types':
      return discoveryStory(nodes, subject);
  }
}

function recoveryStory(nodes: ShownNodes): Story {
  return {
    ended({ type }, end) {
      if (type !== 'recoverLedger' || end.as !== 'completed') return;
      const found = valueOf<{ entries: LedgerEntry[] }>(end.result);
      nodes.plan(recoveredNodes(found?.entries ?? [], 'succeeded'));
    },
  };
}

/** The part of the answer of `applyPlan` that is shown. */
interface Applied {
  replanned?: { resources: ProgressResource[] };
}

function engineStory(nodes: ShownNodes, subject: OperationInput['subject']): Story {
  const destroys = subject.operation === 'destroy_deployment';
  /** The steps have failed or were canceled. What follows undoes them, unless it is another plan. */
  let isOver = false;
  let isCanceled = false;
  return {
    ended({ type, argument }, end) {
      const isPlan = type === 'planModule' && end.as === 'completed';
      if (isPlan && !isCanceled && valueOf<{ destroy: boolean }>(argument)?.destroy === destroys) {
        isOver = false;
      }
      if (isOver) return;
      if (end.as !== 'completed') {
        isOver = true;
        nodes.settle({ running: end.as === 'canceled' ? 'pending' : 'failed' });
        const urn = end.as === 'failed' ? end.urn : undefined;
        if (urn !== undefined) nodes.engineChanges([{ urn, status: 'failed' }]);
      } else if (type === 'planModule') {
        nodes.plan(valueOf<{ resources: ProgressResource[] }>(end.result)?.resources ?? []);
      } else if (type === 'applyPlan') {
        nodes.plan(valueOf<Applied>(end.result)?.replanned?.resources ?? []);
        nodes.settle({ pending: 'succeeded', running: 'succeeded' });
      }
    },
    // The workflow does not wait for the end of the engine.
    canceled() {
      if (!isOver) nodes.settle({ running: 'pending' });
      isOver = true;
      isCanceled = true;
    },
    signaled: (changes) => nodes.engineChanges(changes),
  };
}

function checksStory(nodes: ShownNodes, input: OperationInput): Story {
  const { subject } = input;
  const planned = isInputOf(input, 'verify_connection') ? plannedChecks(subject, input.spec) : [];
  const urnOf = ({ argument }: Step) =>
    nodeUrn(subject, 'connection_check', valueOf<{ check: string }>(argument)?.check ?? '');
  let isCanceled = false;
  return {
    began(step, now) {
      if (step.type === 'checkConnection') nodes.change(urnOf(step), { status: 'running' }, now);
    },
    ended(step, end, now) {
      if (isCanceled) return;
      if (step.type === 'claim' && end.as === 'completed') nodes.plan(planned);
      if (step.type !== 'checkConnection' || end.as === 'canceled') return;
      const status = end.as === 'completed' ? 'succeeded' : 'failed';
      nodes.change(urnOf(step), { status }, now);
    },
    canceled() {
      isCanceled = true;
    },
  };
}

function discoveryStory(nodes: ShownNodes, subject: OperationInput['subject']): Story {
  const name = subject.region ?? '';
  const urn = nodeUrn(subject, 'instance_types', name);
  const failed = (now: number) => nodes.change(urn, { status: 'failed' }, now);
  return {
    began(_step, now) {
      nodes.plan([{ urn, type: 'instance_types', name, operation: 'read', status: 'pending' }]);
      nodes.change(urn, { status: 'running' }, now);
    },
    ended(_step, end, now) {
      if (end.as === 'completed') nodes.change(urn, { status: 'succeeded' }, now);
      else failed(now);
    },
    canceled: failed,
  };
}
