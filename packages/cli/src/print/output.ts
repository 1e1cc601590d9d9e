/** `-o`: how objects are printed. */
import { encodeJson, kinds, type ApiObject, type KindName } from '@kuorum/api';
import { stringify } from 'yaml';
import { CliError } from '../errors.js';
import { columnsOf } from './columns.js';
import { TablePrinter } from './table.js';

export const outputFormats = ['table', 'wide', 'json', 'yaml', 'name'] as const;
export type OutputFormat = (typeof outputFormats)[number];

/** Reads `-o`; throws {@link CliError} that lists the formats. */
export function parseOutputFormat(text: string | undefined): OutputFormat {
  if (text === undefined) return 'table';
  const format = outputFormats.find((candidate) => candidate === text);
  if (format === undefined) {
    throw new CliError(`Cannot print as ${JSON.stringify(text)}: -o takes one of ${outputFormats.join(', ')}`);
  }
  return format;
}

/** The object as Kubernetes JSON with apiVersion and kind first. */
export function toJson(kind: KindName, object: ApiObject): Record<string, unknown> {
  return { apiVersion: kinds[kind].apiVersion, kind, ...encodeJson(kind, object as never) };
}

/** `pod/web` as kubectl names an object. */
export function objectName(kind: KindName, name: string): string {
  const { singular, group } = kinds[kind];
  return group === '' ? `${singular}/${name}` : `${singular}.${group}/${name}`;
}

export interface PrintOptions {
  readonly format: OutputFormat;
  /** First column NAMESPACE (`-A`). */
  readonly showNamespace: boolean;
  readonly head: boolean;
  /** Names as `pod/web` in tables, when several kinds are printed. */
  readonly showKind: boolean;
}

/** Prints tables whose later rows (a watch) keep the widths of the earlier ones. */
export class ObjectPrinter {
  private readonly table: TablePrinter;

  constructor(
    private readonly kind: KindName,
    private readonly options: PrintOptions,
  ) {
    this.table = new TablePrinter({ head: options.head });
  }

  tableLines(objects: readonly ApiObject[]): string[] {
    const columns = columnsOf(this.kind, Date.now()).filter(
      ({ wide }) => wide !== true || this.options.format === 'wide',
    );
    const heads = columns.map(({ head }) => head);
    const rows = objects.map((object) =>
      columns.map(({ head, cell }) =>
        head === 'NAME' && this.options.showKind ? objectName(this.kind, cell(object)) : cell(object),
      ),
    );
    if (!this.options.showNamespace) return this.table.lines(heads, rows);
    return this.table.lines(
      ['NAMESPACE', ...heads],
      rows.map((row, i) => [objects[i]?.metadata.namespace ?? '', ...row]),
    );
  }

  /** One object of a watch, or one of several. */
  one(object: ApiObject): string {
    switch (this.options.format) {
      case 'json':
        return JSON.stringify(toJson(this.kind, object), null, 2);
      case 'yaml':
        return `---\n${stringify(toJson(this.kind, object)).trimEnd()}`;
      case 'name':
        return objectName(this.kind, object.metadata.name);
      case 'table':
      case 'wide':
        return this.tableLines([object]).join('\n');
    }
  }
}

/** A `List` object, as kubectl prints several objects in JSON or YAML. */
export function listJson(items: readonly Record<string, unknown>[]): Record<string, unknown> {
  return { apiVersion: 'v1', kind: 'List', metadata: {}, items };
}
