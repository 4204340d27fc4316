import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { dependenciesOf } from '../dependencies.ts';
import { tagFilters, tagSpecification, tagsOf } from '../tags.ts';
import { clientToken } from '../../../identity.ts';
import { ProviderError } from '../../../provider.ts';
import { snakeCase } from '../../../node-errors.ts';
import { refuseUnsuccessful } from '../../client/unsuccessful.ts';

const PROPERTIES = z.object({ bucketArn: z.string() });

/** Records the VPC's traffic in an existing bucket. */
export const flowLog = defineKind({
  properties: PROPERTIES,
  async list({ ec2 }, owner, name) {
    const { FlowLogs = [] } = await ec2.describeFlowLogs({
      Filter: tagFilters(owner, 'flow_log', name),
    });
    return FlowLogs.map(({ FlowLogId = '', LogDestination = '', Tags, ...delivery }) => ({
      cloudId: FlowLogId,
      tags: tagsOf(Tags),
      // EC2 calls a flow log active whose records it cannot deliver.
      state: delivery.DeliverLogsStatus === 'FAILED' ? 'failed' : 'available',
      ...(delivery.DeliverLogsErrorMessage !== undefined && {
        reason: delivery.DeliverLogsErrorMessage,
      }),
      outputs: { bucketArn: LogDestination },
    }));
  },
  async create({ ec2 }, request, properties) {
    const { owner, node } = request;
    const { FlowLogIds = [], Unsuccessful = [] } = await ec2.createFlowLogs({
      ResourceIds: dependenciesOf(request).ids('vpc'),
      ResourceType: 'VPC',
      TrafficType: 'ALL',
      LogDestinationType: 's3',
      LogDestination: properties.bucketArn,
      ClientToken: clientToken(owner, node),
      TagSpecifications: tagSpecification('vpc-flow-log', request),
    });
    const [id] = FlowLogIds;
    if (id !== undefined) return { cloudId: id };
    // EC2 reports success for the request and lists the failures in its answer: the bucket is wrong.
    const { Code = 'FlowLogNotMade', Message = 'AWS gave no reason' } =
      Unsuccessful[0]?.Error ?? {};
    throw new ProviderError({
      code: snakeCase(Code),
      errorType: 'validation',
      publicMessage: `ec2:CreateFlowLogs: ${Message}`,
      retryable: false,
      context: { vendorCode: Code, action: 'ec2:CreateFlowLogs' },
    });
  },
  async delete({ ec2 }, _owner, FlowLogId) {
    const { Unsuccessful } = await ec2.deleteFlowLogs({ FlowLogIds: [FlowLogId] });
    refuseUnsuccessful(Unsuccessful, 'ec2:DeleteFlowLogs');
  },
});
