/** Whether everything of `given` is in `found` as it was given; lists have the same length, false, 0 and null may be left out. */
export function contains(found: unknown, given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return found === given || (found === undefined && !given);
  if (Object.keys(given).length === 0 && found === undefined) return true;
  if (typeof found !== 'object' || found === null) return false;
  if (Array.isArray(given) && (!Array.isArray(found) || found.length !== given.length)) return false;
  return Object.entries(given).every(([key, value]) => contains((found as Record<string, unknown>)[key], value));
}
