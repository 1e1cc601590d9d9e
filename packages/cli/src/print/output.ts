/** `-o`: how objects are printed. */
import { readFile } from 'node:fs/promises';
import { encodeJson, kinds, type ApiObject, type KindName } from '@kuorum/api';
import { CliError } from '../errors.js';
import { parseColumns, parseColumnsFile, type CustomColumn } from './custom-columns.js';
import { inOrder } from './jsonpath/go-text.js';
import { JsonPathError, compileJsonPath, type JsonPath } from './jsonpath/json-path.js';
import { showZeros } from './shown-zeros.js';

export const outputFormats = [
  ...['json', 'yaml', 'wide', 'name', 'jsonpath=TEMPLATE', 'jsonpath-as-json=TEMPLATE', 'jsonpath-file=FILE'],
  ...['custom-columns=HEAD:PATH,…', 'custom-columns-file=FILE'],
] as const;

export type Output =
  | { readonly kind: 'table'; readonly wide: boolean }
  | { readonly kind: 'json' }
  | { readonly kind: 'name' }
  | { readonly kind: 'yaml'; readonly stringify: (value: unknown) => string }
  | { readonly kind: 'jsonpath'; readonly path: JsonPath; readonly asJson: boolean }
  | { readonly kind: 'custom-columns'; readonly columns: readonly CustomColumn[] };

/** Reads `-o` and the files it names; throws {@link CliError} that says what is wrong and lists the formats. */
export async function parseOutput(text: string | undefined): Promise<Output> {
  if (text === undefined || text === '') return { kind: 'table', wide: false };
  const equals = text.indexOf('=');
  const format = equals < 0 ? text : text.slice(0, equals);
  const argument = equals < 0 ? '' : text.slice(equals + 1);
  switch (format) {
    case 'json':
    case 'name':
      return { kind: format };
    case 'wide':
      return { kind: 'table', wide: true };
    case 'yaml':
      return { kind: 'yaml', stringify: (await import('./yaml.js')).yamlText };
    case 'jsonpath':
    case 'jsonpath-as-json':
      return jsonPathOutput(given(format, argument), format === 'jsonpath-as-json');
    case 'jsonpath-file':
      return jsonPathOutput((await readTemplate(format, argument)).trimEnd(), false);
    case 'custom-columns':
      return { kind: 'custom-columns', columns: parseColumns(given(format, argument)) };
    case 'custom-columns-file':
      return { kind: 'custom-columns', columns: parseColumnsFile(await readTemplate(format, argument)) };
    default:
      throw noSuchFormat(text, format);
  }
}

function noSuchFormat(text: string, format: string): CliError {
  const formats = `-o takes one of ${outputFormats.join(', ')}`;
  if (['go-template', 'go-template-file', 'template', 'templatefile'].includes(format)) {
    return new CliError(`Go templates are not supported: use -o jsonpath=TEMPLATE or -o custom-columns=HEAD:PATH,…`);
  }
  return new CliError(`unable to match a printer suitable for the output format ${JSON.stringify(text)}: ${formats}`);
}

function jsonPathOutput(template: string, asJson: boolean): Output {
  try {
    return { kind: 'jsonpath', path: compileJsonPath(template), asJson };
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    throw new CliError(`error parsing jsonpath ${template}, ${error.message}`);
  }
}

function given(format: string, argument: string): string {
  if (argument !== '') return argument;
  const example = format === 'custom-columns' ? 'custom-columns=NAME:.metadata.name' : `${format}='{.metadata.name}'`;
  throw new CliError(`${format} format specified but no template given: write it after "=", such as ${example}`);
}

async function readTemplate(format: string, path: string): Promise<string> {
  if (path === '') throw new CliError(`${format} format specified but no file given: write -o ${format}=FILE`);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError(`error reading template ${path}: ${code === 'ENOENT' ? 'no such file or directory' : code}`);
  }
}

/** The object as Kubernetes writes it, with apiVersion and kind first. */
export function toJson(kind: KindName, object: ApiObject): Record<string, unknown> {
  return { apiVersion: kinds[kind].apiVersion, kind, ...showZeros(kind, encodeJson(kind, object as never)) };
}

/** `pod/web` and `deployment.apps/web`, as kubectl names an object. */
export function objectName(kind: KindName, name: string): string {
  return `${kindLabel(kind)}/${name}`;
}

/** `pod`, `deployment.apps`: a kind in messages, as kubectl writes it. */
export function kindLabel(kind: KindName): string {
  const { singular, group } = kinds[kind];
  return group === '' ? singular : `${singular}.${group}`;
}

/** A `List` object, as kubectl prints several objects in JSON or YAML. */
export function listJson(items: readonly Record<string, unknown>[]): Record<string, unknown> {
  return { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } };
}

/** JSON as kubectl indents and orders it. */
export function jsonText(value: unknown): string {
  return JSON.stringify(inOrder(value), null, 4);
}
