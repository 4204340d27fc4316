import { MAX_MESSAGE_LENGTH } from './vocabulary.ts';

/** Returns the text, or its beginning with an ellipsis if it has more than `max` characters. */
export function cutText(text: string, max = MAX_MESSAGE_LENGTH): string {
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}
