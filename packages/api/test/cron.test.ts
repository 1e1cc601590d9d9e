import { expect } from 'chai';
import * as api from '@kuorum/api';

describe('cron schedules', () => {
  type Fields = Extract<api.CronSchedule, { kind: 'fields' }>;
  const table: [text: string, field: keyof Fields, values: number[]][] = [
    ['* * * * *', 'minutes', Array.from({ length: 60 }, (_, i) => i)],
    ['*/15 * * * *', 'minutes', [0, 15, 30, 45]],
    ['5/20 * * * *', 'minutes', [5, 25, 45]],
    ['5,1-3 * * * *', 'minutes', [5, 1, 2, 3]],
    ['10-20/5 * * * *', 'minutes', [10, 15, 20]],
    ['0 9-17/4 * * *', 'hours', [9, 13, 17]],
    ['0 0 31 * *', 'daysOfMonth', [31]],
    ['0 0 1 JAN,dec *', 'months', [1, 12]],
    ['0 0 * * mon-wed', 'daysOfWeek', [1, 2, 3]],
    ['0 0 ? * 0', 'daysOfWeek', [0]],
    ['@hourly', 'minutes', [0]],
    ['@daily', 'hours', [0]],
    ['@midnight', 'hours', [0]],
    ['@weekly', 'daysOfWeek', [0]],
    ['@monthly', 'daysOfMonth', [1]],
    ['@yearly', 'months', [1]],
    ['@annually', 'months', [1]],
    ['  0   0 * * *  ', 'hours', [0]],
  ];
  for (const [text, field, values] of table) {
    it(`${text}: ${field} ${values.length > 9 ? 'all' : values.join()}`, () => {
      const { schedule } = api.parseCron(text);
      expect([...((schedule as Fields)[field] as ReadonlySet<number>)]).to.deep.equal(values);
    });
  }

  it('know whether either day counts or both', () => {
    const either = (text: string): boolean => (api.parseCron(text).schedule as Fields).eitherDay;
    expect(either('0 0 1 * mon')).to.equal(true);
    expect(either('0 0 * * mon')).to.equal(false);
    expect(either('0 0 1 * ?')).to.equal(false);
  });

  it('may be a pause', () => {
    expect(api.parseCron('@every 1h30m5s').schedule).to.deep.equal({ kind: 'every', seconds: 5405 });
    expect(api.parseCron('@every 0s').schedule).to.deep.equal({ kind: 'every', seconds: 1 });
  });

  const bad: [text: string, error: RegExp][] = [
    ['* * * *', /^expected exactly 5 fields, found 4: \[\* \* \* \*\]$/],
    ['* * * * * *', /found 6/],
    ['60 * * * *', /^minute: end of range \(60\) above maximum \(59\): 60$/],
    ['* 24 * * *', /^hour: /],
    ['* * 0 * *', /^day of month: beginning of range \(0\) below minimum \(1\)/],
    ['* * * 13 *', /^month: /],
    ['* * * * 7', /^day of week: end of range \(7\) above maximum \(6\)/],
    ['5-1 * * * *', /beginning of range \(5\) beyond end of range \(1\)/],
    ['*/0 * * * *', /step of range should be a positive number/],
    ['*/x * * * *', /failed to parse "x" as a number/],
    ['1-2-3 * * * *', /too many hyphens/],
    ['1/2/3 * * * *', /too many slashes/],
    ['1,, * * * *', /failed to parse "" as a number/],
    ['-1 * * * *', /failed to parse "" as a number/],
    ['mon * * * *', /failed to parse "mon"/],
    ['@often', /^unrecognized descriptor: @often$/],
    ['@every soon', /failed to parse duration "soon"/],
    ['@every 1h x', /failed to parse duration/],
  ];
  for (const [text, error] of bad) it(`refuse ${text}`, () => expect(api.parseCron(text).error).to.match(error));
});
