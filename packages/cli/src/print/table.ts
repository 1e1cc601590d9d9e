/** Text tables as kubectl prints them: upper-case heads, three spaces between columns, no rules. */

export interface Column<T> {
  readonly head: string;
  readonly cell: (object: T) => string;
  /** Shown only with `-o wide`. */
  readonly wide?: boolean;
}

/**
 * Remembers the column widths between calls, so that rows printed later by a watch stay under the first head.
 */
export class TablePrinter {
  private widths: number[] = [];
  private headPrinted = false;

  constructor(private readonly options: { head: boolean }) {}

  /** Lines for `rows`, the head first when it was not printed yet. */
  lines(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
    const printed = this.options.head && !this.headPrinted ? [head, ...rows] : [...rows];
    this.headPrinted = true;
    for (const row of printed) {
      row.forEach((cell, i) => (this.widths[i] = Math.max(this.widths[i] ?? 0, cell.length)));
    }
    return printed.map((row) =>
      row
        .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd((this.widths[i] ?? 0) + 3)))
        .join('')
        .trimEnd(),
    );
  }
}
