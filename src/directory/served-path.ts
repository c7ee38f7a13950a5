/**
 * The segments of a path that is served: none leads out of the folder, is hidden, or means something else to another system.
 * @param path with `/` between segments
 * @returns `undefined` for any other path, and for one that is too deep
 */
export function toServedSegments(path: string, maxDepth: number): readonly string[] | undefined {
  const segments = path.split('/');
  return segments.length <= maxDepth && segments.every(isServedName) ? segments : undefined;
}

/** Whether a file or folder of this name is served: hidden ones, whose name begins with a dot, are not. */
export function isServedName(name: string): boolean {
  return name !== '' && !name.startsWith('.') && !/[/\\\0\uFFFD]/.test(name);
}
