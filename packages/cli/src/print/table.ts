/** Text tables as kubectl prints them: upper-case heads, three spaces between columns, no rules. */

export interface Column<T> {
  readonly head: string;
  readonly cell: (object: T) => string;
  /** Shown only with `-o wide`. */
  readonly wide?: boolean;
}

const paddingChars = 3;
/** With its padding; kubectl's. */
const columnCharsMin = 6;

/**
 * Remembers the column widths between calls, so that rows printed later by a watch stay under the first head.
 */
export class TablePrinter {
  private widths: number[] = [];
  private headPrinted = false;

  constructor(private readonly options: { head: boolean }) {}

  /** Lines for `rows`, the head first when it was not printed yet. */
  lines(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
    const cells = rows.map((row) => row.map(cellText));
    const printed = this.options.head && !this.headPrinted ? [head, ...cells] : cells;
    this.headPrinted = true;
    for (const row of printed) {
      row.forEach((cell, i) => (this.widths[i] = Math.max(this.widths[i] ?? 0, cell.length)));
    }
    return printed.map((row) =>
      row
        .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(this.columnChars(i))))
        .join('')
        .trimEnd(),
    );
  }

  private columnChars(column: number): number {
    return Math.max((this.widths[column] ?? 0) + paddingChars, columnCharsMin);
  }
}

/** One line, and nothing that a terminal would obey: a message may come from anybody's container. */
function cellText(cell: string): string {
  const end = cell.search(/[\n\r\f]/);
  const line = end < 0 ? cell : `${cell.slice(0, end)}...`;
  return line.replaceAll('\u001b', '^[').replaceAll(/\p{Cc}/gu, ' ');
}
