/** Prints objects of one kind in the form that `-o` asks for. */
import { kinds, type ApiObject, type KindName } from '@kuorum/api';
import { CliError } from '../errors.js';
import { columnsOf } from './columns.js';
import { customCell } from './custom-columns.js';
import { JsonPathError } from './jsonpath/json-path.js';
import { jsonText, objectName, toJson, type Output } from './output.js';
import { TablePrinter } from './table.js';

export interface PrintOptions {
  readonly output: Output;
  /** First column NAMESPACE (`-A`). */
  readonly showNamespace: boolean;
  readonly head: boolean;
  /** Names as `pod/web` in tables, when several kinds are printed. */
  readonly showKind: boolean;
  readonly showLabels?: boolean;
  /** A column a label. */
  readonly labelColumns?: readonly string[];
  /** The type of a watch's event goes with each object. */
  readonly showEvents?: boolean;
}

/** An object, with the type of the watch event that brought it. */
export interface Printed {
  readonly object: ApiObject;
  readonly event?: string;
}

/** Keeps the widths of its table, so that later rows (a watch) stay under the head. */
export class ObjectPrinter {
  private readonly table: TablePrinter;

  constructor(
    private readonly kind: KindName,
    private readonly options: PrintOptions,
  ) {
    this.table = new TablePrinter({ head: options.head });
  }

  /** All lines for several objects of a table; each object by itself in the other forms. */
  lines(printed: readonly Printed[], nowMs: number): string[] {
    const { output } = this.options;
    if (output.kind === 'table') return this.tableLines(printed, output.wide, nowMs);
    if (output.kind === 'custom-columns') {
      const rows = printed.map(({ object }) => output.columns.map((c) => customCell(c, toJson(this.kind, object))));
      return this.table.lines(
        output.columns.map(({ head }) => head),
        rows,
      );
    }
    return printed.map((each) => this.whole(each));
  }

  /** In a form that has no columns. */
  private whole({ object, event }: Printed): string {
    const json = toJson(this.kind, object);
    const value = this.options.showEvents === true ? { type: event, object: json } : json;
    const { output } = this.options;
    switch (output.kind) {
      case 'json':
        return jsonText(value);
      case 'yaml':
        return `---\n${output.stringify(value)}`;
      case 'jsonpath':
        return jsonPathText(output, value);
      default:
        return objectName(this.kind, object.metadata.name);
    }
  }

  private tableLines(printed: readonly Printed[], wide: boolean, nowMs: number): string[] {
    const { showKind, showNamespace, showLabels = false, labelColumns = [], showEvents = false } = this.options;
    const columns = columnsOf(this.kind, nowMs).filter((column) => wide || column.wide !== true);
    const namespaced = showNamespace && kinds[this.kind].namespaced;
    const heads = [
      ...(showEvents ? ['EVENT'] : []),
      ...(namespaced ? ['NAMESPACE'] : []),
      ...columns.map(({ head }) => head),
      ...labelColumns.map((label) => label.slice(label.lastIndexOf('/') + 1).toUpperCase()),
      ...(showLabels ? ['LABELS'] : []),
    ];
    const rows = printed.map(({ object, event = '' }) => [
      ...(showEvents ? [event] : []),
      ...(namespaced ? [object.metadata.namespace] : []),
      ...columns.map(({ head, cell }) =>
        head === 'NAME' && showKind ? objectName(this.kind, cell(object)) : cell(object),
      ),
      ...labelColumns.map((label) => object.metadata.labels[label] ?? ''),
      ...(showLabels ? [labelsText(object)] : []),
    ]);
    return this.table.lines(heads, rows);
  }
}

/** The template's text on `data`; an error of it is the person's, who is told the template. */
export function jsonPathText({ path, asJson }: Output & { kind: 'jsonpath' }, data: unknown): string {
  try {
    return asJson ? `${path.json(data)}\n` : path.text(data);
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    throw new CliError(`error executing jsonpath: ${error.message}`);
  }
}

function labelsText({ metadata }: ApiObject): string {
  const labels = Object.entries(metadata.labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return labels.length === 0 ? '<none>' : labels.map(([key, value]) => `${key}=${value}`).join(',');
}
