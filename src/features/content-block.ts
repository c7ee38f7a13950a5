import { type ContentBlock, isRecord } from '../protocol/index.js';

type Members = Readonly<Record<string, unknown>>;

/** What one member of a block may hold. */
interface MemberRule {
  readonly isOptional: boolean;
  /** As the sentence says it: `data must be base64 text`. */
  readonly says: string;
  readonly accepts: (value: unknown) => boolean;
}

const required = (says: string, accepts: (value: unknown) => boolean): MemberRule => ({
  isOptional: false,
  says,
  accepts,
});
const optional = (says: string, accepts: (value: unknown) => boolean): MemberRule => ({
  isOptional: true,
  says,
  accepts,
});

const TEXT = required('text', isText);
const OPTIONAL_TEXT = optional('text', isText);
const META = optional('an object', isRecord);

const SHARED = {
  annotations: optional(
    'annotations: an audience of user and assistant, a priority from 0 to 1, lastModified as 2026-01-31T12:00:00Z',
    isAnnotations,
  ),
  _meta: META,
};
const MEDIA = { data: required('base64 text', isBase64), mimeType: TEXT, ...SHARED };

/** The members of each type of block, as the official clients take them. */
const BLOCKS: Readonly<Record<string, ReadonlyMap<string, MemberRule>>> = {
  text: rules({ text: TEXT, ...SHARED }),
  image: rules(MEDIA),
  audio: rules(MEDIA),
  resource_link: rules({
    uri: TEXT,
    name: TEXT,
    title: OPTIONAL_TEXT,
    description: OPTIONAL_TEXT,
    mimeType: OPTIONAL_TEXT,
    size: optional('a number', Number.isFinite),
    icons: optional('a list of icons, each with a src', isIcons),
    ...SHARED,
  }),
  resource: rules({ resource: required('a resource with a uri, and text or a blob', isRecord), ...SHARED }),
};

const TEXT_RESOURCE = rules({ uri: TEXT, mimeType: OPTIONAL_TEXT, text: TEXT, _meta: META });
const BLOB_RESOURCE = rules({
  uri: TEXT,
  mimeType: OPTIONAL_TEXT,
  blob: required('base64 text', isBase64),
  _meta: META,
});

/** Whether every client takes it as a block, without a member that clients would drop. */
export function isContentBlock(value: unknown): value is ContentBlock {
  return hasBlockType(value) && findBlockFault(value) === undefined;
}

/** Whether it has the `type` of a block; it may be a record of the author's all the same. */
export function hasBlockType(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { type } = value as Members;
  return typeof type === 'string' && Object.hasOwn(BLOCKS, type);
}

/** What keeps a value from being a block, as `data must be base64 text`; `undefined` for a block. */
export function findBlockFault(value: unknown): string | undefined {
  if (!hasBlockType(value)) return `type must be one of ${Object.keys(BLOCKS).join(', ')}`;
  const { type, ...members } = value as Members & { type: string };
  return findFault(members, BLOCKS[type]!) ?? (type === 'resource' ? findResourceFault(members) : undefined);
}

function findResourceFault({ resource }: Members): string | undefined {
  const members = resource as Members;
  const fault = findFault(members, members['blob'] === undefined ? TEXT_RESOURCE : BLOB_RESOURCE);
  return fault && `resource.${fault}`;
}

function findFault(members: Members, known: ReadonlyMap<string, MemberRule>): string | undefined {
  for (const [key, { isOptional, says, accepts }] of known)
    // JSON leaves `undefined` out.
    if (members[key] === undefined ? !isOptional : !accepts(members[key])) return `${key} must be ${says}`;
  const more = Object.keys(members).find((key) => members[key] !== undefined && !known.has(key));
  return more === undefined ? undefined : `${more} is not a member of such a block`;
}

function rules(members: Readonly<Record<string, MemberRule>>): ReadonlyMap<string, MemberRule> {
  return new Map(Object.entries(members));
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

/** As the official TypeScript client decides it; a megabyte takes less than a millisecond. */
export function isBase64(value: unknown): boolean {
  try {
    return typeof value === 'string' && atob(value) !== undefined;
  } catch {
    return false;
  }
}

export function isAnnotations(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { audience = [], priority = 0, lastModified = '2000-01-01T00:00Z' } = value;
  return (
    Array.isArray(audience) &&
    audience.every((role) => role === 'user' || role === 'assistant') &&
    typeof priority === 'number' &&
    priority >= 0 &&
    priority <= 1 &&
    typeof lastModified === 'string' &&
    isTimestamp(lastModified)
  );
}

const TIMESTAMP =
  /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

function isTimestamp(text: string): boolean {
  const day = TIMESTAMP.exec(text)?.[1];
  const date = new Date(`${day}T00:00Z`);
  // `Date` takes 30 February for 2 March.
  return day !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

const ICON = rules({
  src: TEXT,
  mimeType: OPTIONAL_TEXT,
  sizes: optional('a list of text', (sizes) => Array.isArray(sizes) && sizes.every(isText)),
  theme: optional('light or dark', (theme) => theme === 'light' || theme === 'dark'),
});

function isIcons(value: unknown): boolean {
  return Array.isArray(value) && value.every((icon) => isRecord(icon) && findFault(icon, ICON) === undefined);
}
