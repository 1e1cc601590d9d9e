/** The difference of two texts line by line: `-` expected and not there, `+` there and not expected. */

/** Unchanged lines that are kept before and after a change. */
const CONTEXT_LINES = 2;

export function lineDiff(expected: string, actual: string): string {
  const a = expected.split('\n');
  const b = actual.split('\n');
  const marked = markLines(a, b);
  const near = (i: number): boolean =>
    marked.slice(Math.max(0, i - CONTEXT_LINES), i + CONTEXT_LINES + 1).some((line) => !line.startsWith('  '));
  const shown: string[] = [];
  marked.forEach((line, i) => {
    if (near(i)) shown.push(line);
    else if (shown.at(-1) !== '  …') shown.push('  …');
  });
  return shown.join('\n');
}

/** By the longest common subsequence; scripts are short, so a table of all pairs is cheap. */
function markLines(a: readonly string[], b: readonly string[]): readonly string[] {
  const lengths: number[][] = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const lengthAt = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    const row = lengths[i] ?? [];
    for (let j = b.length - 1; j >= 0; j--) {
      row[j] = a[i] === b[j] ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
    }
  }
  const marked: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      marked.push(`  ${a[i]}`);
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && lengthAt(i + 1, j) >= lengthAt(i, j + 1))) {
      marked.push(`- ${a[i++]}`);
    } else {
      marked.push(`+ ${b[j++]}`);
    }
  }
  return marked;
}
