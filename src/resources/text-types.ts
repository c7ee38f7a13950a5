/** Types of text besides `text/…`, RFC 6839 suffixes among them. */
const TEXT_TYPE =
  /^(?:text\/|application\/(?:json|xml|javascript|ecmascript|yaml|toml|sql|graphql|x-ndjson|x-sh|x-yaml)$|[^;]+\+(?:json|xml|yaml)$)/;

/** Whether bytes of a type are text, as its name says. */
export function isTextType(mimeType: string): boolean {
  return TEXT_TYPE.test(mimeType.split(';', 1)[0]!.trim().toLowerCase());
}
