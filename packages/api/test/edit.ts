/** Changes fields of plain objects by their paths, for tables of rules and defaults. */

/** Paths such as `spec.replicas` or `spec.metrics.0.type` to new values; undefined takes a field away. */
export type Edits = Record<string, unknown>;

/** Changes `object` in place and gives it back. */
export function edit<T extends object>(object: T, edits: Edits): T {
  for (const [path, value] of Object.entries(edits)) {
    const steps = path.split('.');
    const parent = valueAt(object, steps.slice(0, -1).join('.')) as Record<string, unknown>;
    parent[steps.at(-1) ?? ''] = value;
  }
  return object;
}

export function valueAt(object: object, path: string): unknown {
  const steps = path.split('.').filter((step) => step !== '');
  return steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], object);
}
