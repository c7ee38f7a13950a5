/** Gives a method that takes the place of another one its metadata, where it has none of its own. */
export function copyMetadata(from: object, to: object): void {
  if (from === to) return;
  for (const key of Reflect.getMetadataKeys(from))
    if (!Reflect.hasOwnMetadata(key, to)) Reflect.defineMetadata(key, Reflect.getMetadata(key, from), to);
}
