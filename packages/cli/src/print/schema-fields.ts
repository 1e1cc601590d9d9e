/** Looks up the fields of a kind in the generated schema, by the paths that people write. */
import { schemaOf, type FieldSchema, type KindName, type MessageSchema } from '@kuorum/api';

/** The schema of `kind` without what is below its fields; lists and maps are gone through. */
export function messageOf(field: FieldSchema): MessageSchema | undefined {
  return field.type.kind === 'message' ? schemaOf(field.type.message) : undefined;
}

/** The field at `path`, such as `['spec', 'containers', 'image']`; undefined where there is none. */
export function fieldAt(kind: KindName, path: readonly string[]): FieldSchema | undefined {
  let message: MessageSchema | undefined = schemaOf(kind);
  let field: FieldSchema | undefined;
  for (const name of path) {
    // Below a map of plain values its keys are anybody's: `metadata.labels.app`.
    if (field?.cardinality === 'map' && message === undefined) return field;
    field = message?.fields.find((candidate) => candidate.name === name);
    if (field === undefined) return undefined;
    message = messageOf(field);
  }
  return field;
}

/** Whether a simple JSONPath (`.status.containerStatuses[0].restartCount`) names a field of `kind`. */
export function hasField(kind: KindName, expression: string): boolean {
  const path = expression
    .replaceAll(/[{}]|\[[^\]]*\]/g, '')
    .split('.')
    .filter((name) => name !== '');
  return fieldAt(kind, path) !== undefined;
}
