/** More are not read; a schema may list thousands. */
const MAX_LISTED_VALUES = 50;

/** `"a", "b"` */
export function listValues(values: readonly unknown[]): string {
  const listed = values.slice(0, MAX_LISTED_VALUES).map((value) => JSON.stringify(value));
  return [...listed, ...(values.length > MAX_LISTED_VALUES ? ['…'] : [])].join(', ');
}
