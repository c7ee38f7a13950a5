import { type Check, inTheName } from './rule.js';

const RENAME = "Give the tool another name: @Tool({ name: '…' })";

/** @param words what a name consists of, for the message */
export function namesUnlike(pattern: RegExp, words: string): Check {
  return {
    mend: RENAME,
    find: inTheName((name) => (pattern.test(name) ? undefined : `"${name}" is not made of ${words}`)),
  };
}

export function namesLongerThan(length: number): Check {
  return {
    mend: RENAME,
    find: inTheName((name) =>
      name.length > length
        ? `its name has ${name.length} characters, at most ${length} are taken`
        : undefined,
    ),
  };
}

/** `.` is one of SEP-986's characters, and no letter of any function's name. */
export const PLAIN_NAME = /^[a-zA-Z0-9_-]+$/;
export const PLAIN_LETTERS = 'A-Z a-z 0-9 _ -';

export const NO_DESCRIPTION: Check = {
  mend: "Say what the tool does and when to use it: @Tool({ description: '…' })",
  find: ({ description = '' }) =>
    description.trim() === ''
      ? [{ pointer: '/description', path: '', what: 'the tool has no description' }]
      : [],
};

/** In UTF-16 units. */
export function descriptionsLongerThan(length: number): Check {
  return {
    mend: 'Shorten the description, and move what belongs to one property to that',
    find: ({ description = '' }) =>
      description.length > length
        ? [
            {
              pointer: '/description',
              path: '',
              what: `the description has ${description.length} characters, at most ${length} are taken`,
            },
          ]
        : [],
  };
}
