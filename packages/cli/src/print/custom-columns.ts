/** `-o custom-columns=HEAD:PATH,HEAD:PATH`: a table of whatever the paths find. */
import { CliError } from '../errors.js';
import { JsonPathError, compileExpression, type JsonPath } from './jsonpath/json-path.js';
import { goVerb } from './jsonpath/go-text.js';

export interface CustomColumn {
  readonly head: string;
  readonly path: JsonPath;
}

/** Reads `NAME:.metadata.name,NODE:.spec.nodeName`. */
export function parseColumns(spec: string): CustomColumn[] {
  return splitAtCommas(spec).map((part) => {
    const colon = part.indexOf(':');
    if (colon <= 0 || colon === part.length - 1) {
      throw new CliError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    }
    return column(part.slice(0, colon), part.slice(colon + 1));
  });
}

/** The heads in the first line, below each its path. */
export function parseColumnsFile(text: string): CustomColumn[] {
  const [heads = [], paths = []] = text.split('\n').map((line) =>
    line
      .trim()
      .split(/\s+/)
      .filter((word) => word !== ''),
  );
  if (heads.length === 0 || heads.length !== paths.length) {
    throw new CliError(
      `custom-columns-file: the first line has ${heads.length} heads and the second ${paths.length} paths: each head needs its path below it`,
    );
  }
  return heads.map((head, i) => column(head, paths[i] as string));
}

/** The cell of an object: every result, or `<none>`. */
export function customCell({ path }: CustomColumn, json: unknown): string {
  const values = path.values(json);
  return values.length === 0 ? '<none>' : values.map(goVerb).join(',');
}

function column(head: string, expression: string): CustomColumn {
  try {
    return { head, path: compileExpression(expression) };
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    throw new CliError(`custom-columns: ${expression}: ${error.message}`);
  }
}

/** At the commas that are not within brackets or quotes: a union or a filter may hold some. */
function splitAtCommas(text: string): string[] {
  const parts = [''];
  let depth = 0;
  let quote = '';
  for (const char of text) {
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '[') depth++;
    else if (char === ']') depth--;
    if (char === ',' && depth <= 0 && quote === '') parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts;
}
