/** The releases of EKS's node images: one for each day on which AWS has made new ones. */
import { errorAnswer, jsonAnswer } from '../proxy/answers.ts';
import { textIn, type Answer, type Call } from '../proxy/call.ts';

const AMAZON_LINUX =
  /^\/aws\/service\/eks\/optimized-ami\/(1\.\d+)\/amazon-linux-2023\/(?:x86_64\/(?:standard|nvidia|neuron)|arm64\/(?:standard|nvidia))\/recommended\/release_version$/;
const BOTTLEROCKET =
  /^\/aws\/service\/bottlerocket\/aws-k8s-(1\.\d+)(?:-nvidia)?\/(?:x86_64|arm64)\/latest\/image_version$/;

/**
 * The newest release of the node image of a Kubernetes version.
 *
 * @param image the AMI type of EKS
 * @param day the day of the release, for example `2026-01-01`
 */
export function newestRelease(image: string, version: string, day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return image.startsWith('BOTTLEROCKET')
    ? `1.${Number(year) * 12 + Number(month)}.${Number(date)}-0a1b2c3d`
    : `${version}.1-${year}${month}${date}`;
}

/** Answers GetParameter for the public parameters of node images, which moto does not have. */
export function imageParameter(call: Call, day: string): Answer | undefined {
  const name = textIn(call, 'Name') ?? '';
  if (call.action !== 'GetParameter' || !/^\/aws\/service\/(?:eks|bottlerocket)\//.test(name)) {
    return undefined;
  }
  const linux = AMAZON_LINUX.exec(name);
  const bottlerocket = BOTTLEROCKET.exec(name);
  const version = linux?.[1] ?? bottlerocket?.[1];
  if (version === undefined) return errorAnswer(call, 'ParameterNotFound', '');
  const image = bottlerocket === null ? 'AL2023_x86_64_STANDARD' : 'BOTTLEROCKET_x86_64';
  const Value = newestRelease(image, version, day);
  return jsonAnswer({ Parameter: { Name: name, Type: 'String', Value, Version: 1 } });
}

/** Returns true if EKS would have to take a node group back to the release, which it refuses. */
export function isOlderRelease(release: string, than: string): boolean {
  const numbers = (text: string) => text.split(/[.-]/).map((part) => Number(part));
  const [a, b] = [numbers(release), numbers(than)];
  for (const [index, number] of a.entries()) {
    const other = b[index] ?? 0;
    if (Number.isNaN(number) || Number.isNaN(other) || number === other) continue;
    return number < other;
  }
  return false;
}
