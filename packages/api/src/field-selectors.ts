/**
 * The grammar of field selectors, Kubernetes': `path=value`, `path==value` or `path!=value`, joined by commas. Within a value a
 * backslash stands before `,`, `=` and a backslash that are meant themselves, and before nothing else. Beyond Kubernetes,
 * spaces around paths and values do not count.
 *
 * The one parser, for what is selected and for what right that takes: two that differed in a corner would allow one object
 * and give another.
 */
import { badRequest } from './status-error.js';

export interface FieldRequirement {
  readonly path: string;
  readonly value: string;
  readonly negated: boolean;
}

/** The requirements must all hold; none selects everything. */
export type FieldSelector = readonly FieldRequirement[];

/** `path=value`, with what has a meaning in a value escaped. */
export function fieldEquals(path: string, value: string): string {
  return `${path}=${value.replaceAll(/[\\,=]/g, '\\$&')}`;
}

/** Throws BadRequest that shows the text and what is wrong with it. Whether a kind offers the fields is not looked at. */
export function parseFieldTerms(text: string): FieldSelector {
  return splitTerms(text).map((term) => {
    const fail = (why: string): never => {
      throw badRequest(`unable to parse field selector ${JSON.stringify(text)}: ${why}`);
    };
    const match = /^\s*([^\s!=]+)\s*(==|=|!=)\s*(.*?)\s*$/s.exec(term);
    if (match === null) return fail(`cannot read ${JSON.stringify(term)}; use field=value or field!=value`);
    const [, path = '', operator = '', escaped = ''] = match;
    return { path, value: unescaped(escaped, fail), negated: operator === '!=' };
  });
}

/** At commas that no backslash stands before; what is empty between them is passed over. */
function splitTerms(text: string): string[] {
  const terms = text.match(/(?:[^\\,]|\\.|\\$)+/gs) ?? [];
  return terms.filter((term) => term.trim() !== '');
}

function unescaped(value: string, fail: (why: string) => never): string {
  return value.replaceAll(/\\(.?)|[,=]/gs, (found: string, next: string | undefined) => {
    if (next === undefined) return fail(`unescaped character in value: ${found}`);
    return next !== '' && '\\,='.includes(next) ? next : fail(`invalid escape sequence: ${found}`);
  });
}
