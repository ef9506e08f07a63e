/** How a command ends. */
export enum Exit {
  FINE = 0,
  /** It did its work, and found errors; or the program has some. */
  ERRORS = 1,
  /** It could not do its work: a wrong option, an input that cannot be read. */
  UNUSABLE = 2,
}

/** The same, for people. */
export const EXITS = `
Exit status:
  0  fine
  1  errors were found (check), the program refuses to synthesize, or something is worse (diff)
  2  a wrong command or option, or an input that cannot be read
`;
