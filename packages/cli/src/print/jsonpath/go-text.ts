/** How kubectl writes values as text: Go's JSON (keys in order, `<>&` escaped) and Go's `%v` (custom columns). */

const htmlEscapes: Readonly<Record<string, string>> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' };

/** As JSONPath prints a value: text and numbers as they are, objects and lists as JSON. */
export function goText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null) return goJson(value);
  return String(value);
}

/** JSON with the keys of every object in order. */
export function goJson(value: unknown, indent?: number): string {
  return JSON.stringify(inOrder(value), null, indent).replaceAll(/[<>&]/g, (char) => htmlEscapes[char] as string);
}

/** Go's `%v`: `map[a:1 b:2]` and `[x y]`. */
export function goVerb(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goVerb).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, item]) => `${key}:${goVerb(item)}`).join(' ')}]`;
}

/** With the keys of every object in alphabetical order. */
export function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, inOrder(item)]),
  );
}
