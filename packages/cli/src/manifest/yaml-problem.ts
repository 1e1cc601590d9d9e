/**
 * What is wrong with a YAML text. The parser's own messages show the lines around the place and quote what stands there, which
 * is a help, unless it is a password: of a text that may hold a Secret only the place and the kind of mistake are told. Pure.
 */
import { YAMLParseError } from 'yaml';
import { findKind } from '@kuorum/api';

type Code = YAMLParseError['code'];

const phrases: Partial<Record<Code, string>> = {
  BAD_ALIAS: 'an alias (*name) that is not well formed',
  BAD_COLLECTION_TYPE: 'a tag that does not fit what it stands at',
  BAD_DQ_ESCAPE: 'an unknown escape (\\…) in a text in double quotes',
  BAD_INDENT: 'wrong indentation, or a bracket that is not closed',
  BAD_SCALAR_START: 'a value that begins with a reserved character: put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a mapping or list where a value is expected: put the value in quotes, or begin a new line',
  BLOCK_IN_FLOW: 'a mapping or list by indentation within brackets',
  DUPLICATE_KEY: 'a key that is there already',
  MISSING_CHAR: 'a missing character: a quote, a bracket, a comma or the space after a colon',
  MULTILINE_IMPLICIT_KEY: 'a key of several lines: is a colon missing?',
  TAB_AS_INDENT: 'a tab as indentation: use spaces',
  UNEXPECTED_TOKEN: 'something that does not belong here',
};

/** Whether what is wrong with this text may not be shown. For sure it may when it names its kind and that is another. */
export function mayHoldSecrets(text: string): boolean {
  if (/\bSecret\b|stringData/.test(text)) return true;
  const kinds = [...text.matchAll(/\bkind["']?\s*:\s*["']?([A-Za-z]+)/g)].map(([, kind = '']) => kind);
  return kinds.every((kind) => findKind(kind)?.kind !== kind) || kinds.some((kind) => /secret/i.test(kind));
}

/** The place and the kind of mistake, never what is there: `line 3, column 1: a tab as indentation: use spaces`. */
export function yamlProblem(error: unknown): string {
  if (!(error instanceof YAMLParseError)) return 'an alias (*name) without its anchor (&name), or too many of them';
  const [start] = error.linePos ?? [];
  const what = phrases[error.code] ?? 'not valid YAML';
  return start === undefined ? what : `line ${start.line}, column ${start.col}: ${what}`;
}
