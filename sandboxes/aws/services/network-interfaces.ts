/** Deletes network interfaces together with their owners. moto keeps them. */
import { xmlSet, xmlText } from '../proxy/answers.ts';
import type { Answer, Call } from '../proxy/call.ts';
import type { Upstream } from '../moto/upstream.ts';

export function createInterfaces(upstream: Upstream) {
  async function remove(call: Call, id: string): Promise<void> {
    const described = await upstream.ec2(call, 'DescribeNetworkInterfaces', {
      'NetworkInterfaceId.1': id,
    });
    const attachment = xmlText(described, 'attachmentId');
    if (attachment !== undefined) {
      await upstream.ec2(call, 'DetachNetworkInterface', { AttachmentId: attachment });
    }
    await upstream.ec2(call, 'DeleteNetworkInterface', { NetworkInterfaceId: id });
  }

  async function idsOf(call: Call, instanceId: string): Promise<string[]> {
    const described = await upstream.ec2(call, 'DescribeNetworkInterfaces', {
      'Filter.1.Name': 'attachment.instance-id',
      'Filter.1.Value.1': instanceId,
    });
    const items = xmlSet(described, 'networkInterfaceSet')?.items ?? [];
    return items.map((item) => xmlText(item, 'networkInterfaceId') ?? '');
  }

  return {
    remove,
    async terminateInstances(call: Call): Promise<Answer> {
      const instances = Object.entries(call.params).filter(([key]) =>
        key.startsWith('InstanceId.'),
      );
      const found = await Promise.all(instances.map(([, id]) => idsOf(call, id)));
      const answer = await upstream.forward(call);
      for (const id of found.flat()) await remove(call, id);
      return answer;
    },
  };
}
export type Interfaces = ReturnType<typeof createInterfaces>;
