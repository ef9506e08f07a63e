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
