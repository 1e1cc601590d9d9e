/**
 * kubectl's JSONPath, compiled once and applied to many objects.
 *
 * ```ts
 * compileJsonPath('{range .items[*]}{.metadata.name}{"\n"}{end}').text(list);
 * compileExpression('.spec.nodeName').values(pod);   // relaxed: braces and the first dot may be left out
 * ```
 */
import { evaluate } from './evaluate.js';
import { parseTemplate } from './parse.js';
import { JsonPathError } from './syntax.js';
import { goJson, goText } from './go-text.js';

export { JsonPathError };

export interface JsonPath {
  /** As `-o jsonpath=` prints it: the results of an action with a space between them. */
  text(data: unknown): string;
  /** As `-o jsonpath-as-json=` prints it: a list an action; text between actions is left out. */
  json(data: unknown): string;
  /** The results of all actions. */
  values(data: unknown): unknown[];
}

/** Throws {@link JsonPathError} when the template cannot be read. */
export function compileJsonPath(template: string): JsonPath {
  const pieces = parseTemplate(template);
  return {
    text: (data) =>
      evaluate(pieces, data)
        .map((found) => (found.kind === 'text' ? found.text : found.values.map(goText).join(' ')))
        .join(''),
    json: (data) =>
      evaluate(pieces, data)
        .flatMap((found) => (found.kind === 'text' ? [] : [goJson(found.values, 4)]))
        .join('\n'),
    values: (data) => evaluate(pieces, data).flatMap((found) => (found.kind === 'text' ? [found.text] : found.values)),
  };
}

/** One path, as `--sort-by`, custom columns and `wait` take it: `{.a.b}`, `.a.b` or `a.b`. */
export function compileExpression(expression: string): JsonPath {
  return compileJsonPath(relaxedExpression(expression));
}

/** The expression with braces and a dot at its beginning. */
export function relaxedExpression(expression: string): string {
  const match = /^(?:\{\.?([^{}]+)\}|\.?([^{}]+))$/.exec(expression);
  const path = match?.[1] ?? match?.[2];
  if (path === undefined) {
    throw new JsonPathError(
      `unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`,
    );
  }
  return `{.${path}}`;
}
