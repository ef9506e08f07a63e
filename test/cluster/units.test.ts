import { Cpu, Duration, formatSeconds, Size } from '../../lib/cluster/units';

describe('a size', () => {
  test.each([
    [Size.bytes(0), '0'],
    [Size.bytes(1000), '1000'],
    [Size.bytes(1024), '1Ki'],
    [Size.kib(1), '1Ki'],
    [Size.mib(512), '512Mi'],
    [Size.mib(1024), '1Gi'],
    [Size.mib(1536), '1536Mi'],
    [Size.gib(1.5), '1536Mi'],
    [Size.gib(800), '800Gi'],
    [Size.tib(2), '2Ti'],
    [Size.tib(1024), '1Pi'],
  ])('reads as the shortest exact quantity: %s', (size, text) => {
    expect(size.toString()).toBe(text);
  });

  test('is the same however it is said', () => {
    expect(Size.gib(1).bytes).toBe(Size.mib(1024).bytes);
    expect(Size.tib(1).bytes).toBe(Size.kib(1024 ** 3).bytes);
  });
});

describe('processor time', () => {
  test.each([
    [Cpu.cores(2), '2'],
    [Cpu.cores(0.5), '500m'],
    [Cpu.cores(1.5), '1500m'],
    [Cpu.millis(250), '250m'],
    [Cpu.millis(1000), '1'],
    [Cpu.millis(0), '0'],
  ])('reads as cores when they are whole, else as thousandths: %s', (cpu, text) => {
    expect(cpu.toString()).toBe(text);
  });
});

describe('a duration', () => {
  test.each([
    [Duration.millis(250), '250 ms'],
    [Duration.millis(12.34), '12.3 ms'],
    [Duration.millis(1500), '1.5 s'],
    [Duration.seconds(0), '0 s'],
    [Duration.seconds(45), '45 s'],
    [Duration.seconds(119), '119 s'],
    [Duration.minutes(2), '2 min'],
    [Duration.seconds(340), '5 min 40 s'],
    [Duration.minutes(119), '119 min'],
    [Duration.hours(2), '2 h'],
    [Duration.minutes(150), '2.5 h'],
    [Duration.days(1), '24 h'],
    [Duration.forever(), 'never'],
  ])('reads as a person says it: %s', (duration, text) => {
    expect(duration.toString()).toBe(text);
  });

  test('is counted in seconds', () => {
    expect([Duration.millis(1), Duration.seconds(1), Duration.minutes(1), Duration.hours(1), Duration.days(1)].map((one) => one.seconds)).toEqual([
      0.001, 1, 60, 3600, 86400,
    ]);
  });

  test('that is negative keeps its sign', () => {
    expect(formatSeconds(-30)).toBe('-30 s');
    expect(formatSeconds(-0.5)).toBe('-500 ms');
  });
});

test('units cannot be changed after they were made', () => {
  for (const unit of [Size.gib(1), Cpu.cores(1), Duration.seconds(1)]) expect(Object.isFrozen(unit)).toBe(true);
});
