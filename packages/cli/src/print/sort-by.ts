/** `--sort-by`: objects in the order of what a path finds in them. */
import { encodeJson, maybeParseQuantity, type ApiObject, type KindName } from '@kuorum/api';
import { CliError } from '../errors.js';
import { goText } from './jsonpath/go-text.js';
import { hasField } from './schema-fields.js';
import { JsonPathError, compileExpression, relaxedExpression } from './jsonpath/json-path.js';

/**
 * Sorts as kubectl does: numbers and quantities by their size, other text in natural order (`pod-2` before `pod-10`),
 * objects without the field first. A path that no object and no schema knows is an error.
 */
export function sortObjects(kind: KindName, objects: readonly ApiObject[], expression: string): ApiObject[] {
  const find = finder(expression);
  const keyed = objects.map((object) => ({ object, key: find(encodeJson(kind, object as never)) }));
  const unknown = keyed.length > 0 && keyed.every(({ key }) => key === undefined) && !hasField(kind, expression);
  if (unknown) {
    throw new CliError(
      `couldn't find any field with path ${JSON.stringify(relaxedExpression(expression))} in the list of objects`,
    );
  }
  return keyed.sort((a, b) => compareKeys(a.key, b.key)).map(({ object }) => object);
}

function finder(expression: string): (json: unknown) => unknown {
  try {
    const path = compileExpression(expression);
    return (json) => path.values(json)[0];
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    throw new CliError(`Cannot sort by ${JSON.stringify(expression)}: ${error.message}`);
  }
}

export function compareKeys(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (typeof a === 'object' || typeof b === 'object') {
    throw new CliError('Cannot sort by an object or a list: name a field that is a number or a text');
  }
  const [left, right] = [goText(a), goText(b)];
  const [leftSize, rightSize] = [maybeParseQuantity(left), maybeParseQuantity(right)];
  if (leftSize !== undefined && rightSize !== undefined) return leftSize - rightSize;
  return naturalOrder.compare(left, right);
}

/** The root collation: the order is the same on every machine. */
const naturalOrder = new Intl.Collator('und', { numeric: true });
