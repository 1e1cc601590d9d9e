/**
 * Freezes what is kept for long, and lets it share what many objects have: empty lists and maps, and texts that come again and
 * again (images, labels, variables). A pod of 3 kB of JSON has some fifty of each.
 */
import { sharedTextCharsMax, sharedTextsMax } from '../limits.js';

const emptyList = Object.freeze([]);
const emptyMap = Object.freeze({});
/** Texts that are shorter are shared by JSON.parse itself. */
const TEXT_CHARS_MIN = 11;
const texts = new Map<string, string>();

/** Plain data, all the way down; bytes cannot be frozen. */
export function freezeShared<T extends object>(value: T): T {
  if (ArrayBuffer.isView(value)) return value;
  const entries = value as Record<string, unknown>;
  for (const key of Object.keys(entries)) {
    const item = entries[key];
    if (typeof item === 'string') entries[key] = sharedText(item);
    else if (typeof item === 'object' && item !== null) entries[key] = shared(item);
  }
  return Object.freeze(value);
}

function shared(value: object): object {
  if (ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.length === 0 ? emptyList : freezeShared(value);
  for (const key in value) if (Object.hasOwn(value, key)) return freezeShared(value);
  return emptyMap;
}

function sharedText(text: string): string {
  if (text.length < TEXT_CHARS_MIN || text.length > sharedTextCharsMax) return text;
  const known = texts.get(text);
  if (known !== undefined) return known;
  // What everybody uses is soon there again.
  if (texts.size >= sharedTextsMax) texts.clear();
  texts.set(text, text);
  return text;
}
