/** Which known word was meant by one that is not known. Pure. */

/** Letters that may be wrong; kubectl's. */
const mistakesMax = 2;

/** The words that differ in few letters or go on after what was written, the most similar first. */
export function likely(written: string, known: readonly string[]): string[] {
  return known
    .map((word) => ({ word, distance: word.startsWith(written) ? 0 : mistakes(written, word) }))
    .filter(({ word, distance }) => distance <= mistakesMax && distance < word.length)
    .sort((a, b) => a.distance - b.distance)
    .map(({ word }) => word);
}

/** Letters to add, leave out or change (Levenshtein); two that changed places count once. */
function mistakes(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > mistakesMax) return mistakesMax + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      }
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
