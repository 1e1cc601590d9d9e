/** Durations as Go writes them: `72h`, `1h30m0s`, `0.5s`, `500ms`. */
const unitMs: Readonly<Record<string, number>> = {
  ...{ ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3 },
  ...{ ms: 1, s: 1000, m: 60_000, h: 3_600_000 },
};

/** In whole milliseconds, and at least 1 where it is more than nothing; undefined = no duration. */
export function goDurationMs(text: string): number | undefined {
  if (text === '0') return 0;
  const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;
  let total = 0;
  for (let at = 0; at < text.length; at = part.lastIndex) {
    part.lastIndex = at;
    const match = part.exec(text);
    if (match === null) return undefined;
    total += Number(match[1]) * (unitMs[match[2] ?? ''] ?? NaN);
  }
  const rounded = total > 0 ? Math.max(1, Math.round(total)) : 0;
  return text === '' || !Number.isSafeInteger(rounded) ? undefined : rounded;
}
