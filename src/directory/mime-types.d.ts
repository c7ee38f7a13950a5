/** The package ships no types. */
declare module 'mime-types' {
  const mimeTypes: {
    /** @returns the type of a file by the extension of its name */
    lookup(path: string): string | false;
  };
  export default mimeTypes;
}
