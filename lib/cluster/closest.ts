/** The key that was probably meant: the same except for case, one letter or two swapped letters, or one is the beginning of the other. */
export function closest(given: string, known: readonly string[]): string | undefined {
  const lower = given.toLowerCase();
  return (
    known.find((one) => nearly(one.toLowerCase(), lower)) ??
    (lower.length < 3 ? undefined : known.find((one) => one.toLowerCase().startsWith(lower))) ??
    known.find((one) => one.length > 2 && lower.startsWith(one.toLowerCase()))
  );
}

function nearly(one: string, other: string): boolean {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  const [rest, otherRest] = [one.slice(same), other.slice(same)];
  if (rest.length > 1 && rest.slice(2) === otherRest.slice(2) && rest[0] === otherRest[1] && rest[1] === otherRest[0]) return true;
  return rest === otherRest || rest.slice(1) === otherRest || rest === otherRest.slice(1) || rest.slice(1) === otherRest.slice(1);
}
