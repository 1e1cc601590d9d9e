/** How errors about JSON call what came instead of what must be. */

/** With the value of what is plain: `a list`, `"x"`, `7`. */
export function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value !== null && typeof value === 'object') return 'an object';
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? typeof value : text.length > 64 ? `${text.slice(0, 61)}…` : text;
}

/** Without it: `a list`, `a string`, `a number`, `null`. */
export function typeNameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
