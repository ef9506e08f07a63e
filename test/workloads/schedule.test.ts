import { againstTimeZone, parseSchedule } from '../../lib/availability/classes/schedule';

/**
 * What the standard parser of robfig/cron 3.0.1 said, which kube-apiserver 1.36 validates with; gaps in seconds, over eight
 * years. 3,000 random texts more were compared with it when the parser was written.
 */
const TAKEN: readonly [string, number | undefined, number | undefined][] = [
  ['30 3 * * *', 86400, 86400],
  ['*/15 * * * *', 900, 900],
  ['0 1,2 * * *', 3600, 82800],
  ['*/7 * * * *', 240, 420],
  ['0 0 1 * *', 2419200, 2678400],
  ['0 0 1 * mon', 86400, 604800],
  ['0 0 29 2 *', 126230400, 126230400],
  ['0 0 ? * SUN', 604800, 604800],
  ['5/20 * * * *', 1200, 1200],
  ['  0 0 * * mon-fri  ', 86400, 259200],
  ['0 0 */1 * 1', 604800, 604800],
  ['0 0 */2 * 1', 86400, 172800],
  ['1,,2 * * * *', 60, 3540],
  ['*-5 0 * * *', 60, 82860],
  ['@hourly', 3600, 3600],
  ['@daily', 86400, 86400],
  ['@midnight', 86400, 86400],
  ['@weekly', 604800, 604800],
  ['@monthly', 2419200, 2678400],
  ['@yearly', 31536000, 31622400],
  ['@every 1h30m', 5400, 5400],
  ['@every 1.5h', 5400, 5400],
  ['@every 10ms', 1, 1],
  ['0 0 30 2 *', undefined, undefined],
];

/** More of the same grammar: bounds, names, lists and steps of each field, and durations as Go writes them. */
const ALSO: readonly (readonly [string, number, number])[] = [
  ['59 23 * * *', 86400, 86400],
  ['0 23,0 * * *', 3600, 82800],
  ['10-20/5 * * * *', 300, 3000],
  ['0 12 * * 1-5/2', 172800, 259200],
  ['0 12 * * MON-fri/2', 172800, 259200],
  ['0 0 * * *,1', 86400, 86400],
  ['0 0 * * 6', 604800, 604800],
  ['0 0 31 * *', 2678400, 5270400],
  ['0 0 31 12 *', 31536000, 31622400],
  ['0 0 1 DEC *', 31536000, 31622400],
  ['0 0 1 jan,jul *', 15638400, 15897600],
  ['+5 +5 * * *', 86400, 86400],
  ['@annually', 31536000, 31622400],
  ['@every 0', 1, 1],
  ['@every -5m', 1, 1],
  ['@every +1h', 3600, 3600],
  ['@every .5h', 1800, 1800],
  ['@every 1.h', 3600, 3600],
  ['@every 59.9s', 59, 59],
  ['@every 1m1s1500ms', 62, 62],
  ['@every 3000000us', 3, 3],
  ['@every 3000000µs', 3, 3],
  ['@every 5000000000ns', 5, 5],
];

test.each(ALSO)('"%s" is %p to %p s between two runs', (text, min, max) => {
  expect(parseSchedule(text)).toEqual({ schedule: { gap: { min, max } } });
});

test.each([
  '5/ * * * *',
  '1- * * * *',
  '0 0 * 0 *',
  '0 0 1-32 * *',
  '0 0 * feb-jan *',
  '0 0 * * sunday',
  '0 0 * * sun-7',
  '0 0 * * * *',
  '@every 1h30',
  '@every --1h',
  '@every -',
  '@every m',
  '@every 1h 30m',
  '@constructor',
  'x @daily',
])('"%s" is refused, too', (text) => {
  expect(parseSchedule(text)).toHaveProperty('against');
});

test('who wrote it wrong is told what is right', () => {
  const against = (text: string) => (parseSchedule(text) as { readonly against: string }).against;
  expect(against('TZ=UTC @daily')).toBe('the time zone belongs in the prop timeZone');
  expect(against('@every 5')).toBe('a duration is written like 90m, 1h30m or 24h');
  expect(against('@reboot')).toBe('the shortcuts are @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly and @every');
  expect(against('* * * *')).toBe('a schedule has five fields: minute, hour, day of the month, month and day of the week');
  expect(['60 * * * *', '* 24 * * *', '* * 0 * *', '* * * 13 *', '* * * * 7'].map(against)).toEqual([
    'the minute goes from 0 to 59, written like 5, 1-5, */15 or 1,3',
    'the hour goes from 0 to 23, written like 5, 1-5, */15 or 1,3',
    'the day of the month goes from 1 to 31, written like 5, 1-5, */15 or 1,3',
    'the month goes from 1 to 12, written like 5, 1-5, */15 or 1,3',
    'the day of the week goes from 0 to 6, written like 5, 1-5, */15 or 1,3',
  ]);
});

const REFUSED = [
  '',
  '* * * *',
  '0 0 0 * * *',
  '60 * * * *',
  '* 24 * * *',
  '* * 0 * *',
  '* * 32 * *',
  '* * * 13 *',
  // Sunday is 0, and only 0.
  '* * * * 7',
  '* * * * 5-1',
  '*/0 * * * *',
  '* * L * *',
  '* * 15W * *',
  '* * * * 2#1',
  '1-2-3 * * * *',
  '1/2/3 * * * *',
  '-1 * * * *',
  'jan * * * *',
  '@reboot',
  '@Daily',
  ' @daily',
  '@every 1d',
  '@every 5',
  '@every',
  '@every  1h',
  // Refused since 1.29.
  'TZ=Europe/Berlin 0 0 * * *',
  'CRON_TZ=UTC @daily',
];

test.each(TAKEN)('"%s" is taken, with %p to %p s between two runs', (text, min, max) => {
  expect(parseSchedule(text)).toEqual({ schedule: { gap: min === undefined ? undefined : { min, max } } });
});

test.each(REFUSED)('"%s" is refused, as Kubernetes does', (text) => {
  expect(parseSchedule(text)).toHaveProperty('against');
});

test('a time zone is a name of the IANA list, as it is written there', () => {
  expect(['Etc/UTC', 'UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Asia/Calcutta'].map(againstTimeZone)).toEqual(Array(5).fill(undefined));
  expect(['Etc/.', 'Etc/..', 'Etc/-x', 'Abcdefghijklmno', 'Etc/', 'local', 'a b'].map((zone) => againstTimeZone(zone))).toEqual(
    Array(7).fill('Kubernetes accepts names of IANA time zones'),
  );
  expect(againstTimeZone('Abcdefghijklmn')).toBe('no zone has that name');
  expect(
    Object.fromEntries(['europe/berlin', 'Europe/Bonn', 'Local', '+01:00', '', '../etc'].map((zone) => [zone, againstTimeZone(zone)])),
  ).toMatchInlineSnapshot(`
    {
      "": "Kubernetes accepts names of IANA time zones",
      "+01:00": "Kubernetes accepts names of IANA time zones",
      "../etc": "Kubernetes accepts names of IANA time zones",
      "Europe/Bonn": "no zone has that name",
      "Local": "Kubernetes accepts names of IANA time zones",
      "europe/berlin": "the zone is written Europe/Berlin",
    }
  `);
});
