import type { components } from '../openapi.ts';

type Progress = components['schemas']['Operation']['progress'];

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;

interface EstimateWords {
  /** For example `about 4 min left, rarely over 6 min`. */
  left?: string;
  /** One sentence for each resource that takes longer than usual. */
  slow: string[];
}

/** @param now in ms; the estimate may be some seconds old */
export function estimateWords({ estimate, resources }: Progress, now: number): EstimateWords {
  if (estimate === undefined) return { slow: [] };
  const { remainingSeconds, p90Seconds, slow } = estimate;
  const age = Math.max(0, now - Date.parse(estimate.at)) / 1000;
  const isKnown = remainingSeconds !== undefined && p90Seconds !== undefined;
  // An estimate that is used up says nothing beside the resource that is late.
  const isUsedUp = slow.length > 0 && (p90Seconds ?? 0) <= age;
  return {
    ...(isKnown && !isUsedUp && { left: leftWords(remainingSeconds - age, p90Seconds - age) }),
    slow: slow.map((it) => {
      const resource = resources.find(({ urn }) => urn === it.urn);
      const name = resource ? `${resource.type.replaceAll('_', ' ')} ${resource.name}` : it.urn;
      return `${name} is slower than usual (usually ${rangeWords(it.medianSeconds, it.p90Seconds)})`;
    }),
  };
}

function leftWords(seconds: number, p90Seconds: number): string {
  if (p90Seconds < 1) return 'nearly done';
  const about = durationWords(Math.max(seconds, 1));
  const most = durationWords(p90Seconds);
  return about === most ? `about ${about} left` : `about ${about} left, rarely over ${most}`;
}

function rangeWords(from: number, to: number): string {
  const [first, last] = [durationWords(from), durationWords(to)];
  return first === last ? first : `${first} to ${last}`;
}

/** Rounded as a person would say it, for example `40 s`, `4 min` or `1.5 h`. */
function durationWords(seconds: number): string {
  if (seconds < 10) return `${Math.ceil(seconds)} s`;
  if (seconds < 1.5 * MINUTE_S) return `${Math.round(seconds / 10) * 10} s`;
  if (seconds < 1.5 * HOUR_S) return `${Math.round(seconds / MINUTE_S)} min`;
  return `${Math.round((seconds / HOUR_S) * 2) / 2} h`;
}
