/** Facts as `kuorum describe` lays them out. Pure. */

export type Fact = readonly [label: string, value: string | readonly string[]];

const labelWidth = 18;

/** Labels in one column, values beside them; a value of several lines goes on below itself. */
export function facts(rows: readonly Fact[]): string {
  const width = Math.max(labelWidth, ...rows.map(([label]) => label.length));
  return rows
    .flatMap(([label, value]) => {
      const values = typeof value === 'string' ? [value] : value.length === 0 ? ['<none>'] : value;
      return values.map((text, i) => `${(i === 0 ? `${label}:` : '').padEnd(width + 1)} ${text}`.trimEnd());
    })
    .join('\n');
}

/** A map as lines of values. */
export function lines(map: Readonly<Record<string, string>>, separator = '='): string[] {
  return Object.entries(map).map(([key, value]) => {
    const text = value.length > annotationShownMax ? `${value.slice(0, annotationShownMax)}…` : value;
    return `${key}${separator}${text}`;
  });
}

/** Characters of a label or annotation value that are shown. */
const annotationShownMax = 100;

export function indent(text: string, by = 2): string {
  return text.replaceAll(/^/gm, ' '.repeat(by));
}
