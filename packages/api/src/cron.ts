/**
 * The times of a CronJob: five fields (minute, hour, day of month, month, day of week), or a word such as `@daily`, or
 * `@every 1h30m`. The grammar is that of Kubernetes' parser (robfig/cron, ParseStandard): lists, ranges, steps, names of
 * months and days; Sunday is 0 only.
 *
 * ```ts
 * parseCron('0,30 9-17 * * mon-fri'); // { schedule: { kind: 'fields', minutes: Set {0, 30}, … } }
 * ```
 */

export type CronSchedule =
  | {
      readonly kind: 'fields';
      readonly minutes: ReadonlySet<number>;
      readonly hours: ReadonlySet<number>;
      readonly daysOfMonth: ReadonlySet<number>;
      readonly months: ReadonlySet<number>;
      /** 0 is Sunday. */
      readonly daysOfWeek: ReadonlySet<number>;
      /** Neither day field is `*`: then a day counts when one of the two says so, else when both do. */
      readonly eitherDay: boolean;
    }
  | { readonly kind: 'every'; readonly seconds: number };

interface Bounds {
  readonly what: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const bounds = {
  minutes: { what: 'minute', min: 0, max: 59 },
  hours: { what: 'hour', min: 0, max: 23 },
  daysOfMonth: { what: 'day of month', min: 1, max: 31 },
  months: {
    what: 'month',
    min: 1,
    max: 12,
    names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  daysOfWeek: { what: 'day of week', min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
} as const satisfies Record<string, Bounds>;

const words: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** What a text means, or what is wrong with it. */
export function parseCron(
  text: string,
): { readonly schedule: CronSchedule; readonly error?: never } | { readonly error: string; readonly schedule?: never } {
  try {
    return { schedule: parse(text.trim()) };
  } catch (error) {
    if (error instanceof CronSyntaxError) return { error: error.message };
    throw error;
  }
}

class CronSyntaxError extends Error {}

function parse(text: string): CronSchedule {
  if (text.startsWith('@every ')) return { kind: 'every', seconds: durationSeconds(text.slice('@every '.length)) };
  const line = text.startsWith('@') ? words[text] : text;
  if (line === undefined) throw new CronSyntaxError(`unrecognized descriptor: ${text}`);
  const fields = line.split(/\s+/).filter((field) => field !== '');
  const [minute, hour, dayOfMonth, month, dayOfWeek, ...rest] = fields;
  if (
    minute === undefined ||
    hour === undefined ||
    dayOfMonth === undefined ||
    month === undefined ||
    dayOfWeek === undefined ||
    rest.length > 0
  ) {
    throw new CronSyntaxError(`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`);
  }
  return {
    kind: 'fields',
    minutes: parseField(minute, bounds.minutes),
    hours: parseField(hour, bounds.hours),
    daysOfMonth: parseField(dayOfMonth, bounds.daysOfMonth),
    months: parseField(month, bounds.months),
    daysOfWeek: parseField(dayOfWeek, bounds.daysOfWeek),
    eitherDay: !isStar(dayOfMonth) && !isStar(dayOfWeek),
  };
}

function isStar(field: string): boolean {
  return field.split(',').some((part) => /^[*?](\/1)?$/.test(part));
}

function parseField(field: string, limits: Bounds): Set<number> {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const { first, last, step } = parseRange(part, limits);
    for (let value = first; value <= last; value += step) values.add(value);
  }
  return values;
}

function parseRange(part: string, limits: Bounds): { first: number; last: number; step: number } {
  const { what, min, max } = limits;
  const [range = '', stepText, ...moreSteps] = part.split('/');
  const [from = '', to, ...moreEnds] = range.split('-');
  if (moreSteps.length > 0) throw new CronSyntaxError(`too many slashes: ${part}`);
  if (moreEnds.length > 0) throw new CronSyntaxError(`too many hyphens: ${part}`);
  const step = stepText === undefined ? 1 : parseNumber(stepText, part);
  if (step === 0) throw new CronSyntaxError(`step of range should be a positive number: ${part}`);
  if (to === undefined && (from === '*' || from === '?')) return { first: min, last: max, step };
  const first = parseValue(from, limits, part);
  // "5/15" means from 5 on, "5" means 5.
  const last = to === undefined ? (stepText === undefined ? first : max) : parseValue(to, limits, part);
  if (first < min) throw new CronSyntaxError(`${what}: beginning of range (${first}) below minimum (${min}): ${part}`);
  if (last > max) throw new CronSyntaxError(`${what}: end of range (${last}) above maximum (${max}): ${part}`);
  if (first > last) {
    throw new CronSyntaxError(`${what}: beginning of range (${first}) beyond end of range (${last}): ${part}`);
  }
  return { first, last, step };
}

function parseValue(text: string, { names = [], min }: Bounds, part: string): number {
  const named = names.indexOf(text.toLowerCase());
  return named >= 0 ? named + min : parseNumber(text, part);
}

function parseNumber(text: string, part: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new CronSyntaxError(`failed to parse ${JSON.stringify(text)} as a number: ${part}`);
}

const secondsOf: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** A duration as Go writes it, in hours, minutes and seconds; less than a second counts as one. */
function durationSeconds(text: string): number {
  const parts = [...text.matchAll(/(\d{1,9})([hms])/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text) {
    throw new CronSyntaxError(`failed to parse duration ${JSON.stringify(text)}: write it as 1h30m`);
  }
  return Math.max(
    1,
    parts.reduce((sum, [, n, unit = 's']) => sum + Number(n) * (secondsOf[unit] ?? 1), 0),
  );
}

/** What is wrong with the name of a time zone. */
export function checkTimeZone(name: string): string | undefined {
  if (name === '') return 'timeZone must be nil or non-empty string';
  if (name.toLowerCase() === 'local') {
    return 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
  }
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return `unknown time zone ${name}`;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return undefined;
  } catch {
    // The one thing that this constructor throws for is a zone it does not know.
    return `unknown time zone ${name}`;
  }
}
