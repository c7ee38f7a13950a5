import { isRecord } from '../protocol/index.js';
import { tellAuthor } from './author-mistake.js';
import type { DtoProperty } from './dto-shape.js';
import { CANNOT_BE_READ } from './dto-transformed-instance.js';
import type { InputIssue } from './input.js';
import { SentParts } from './sent-parts.js';

/** A property of a nested class whose value, or members, a transform made. */
export interface MadePart {
  readonly property: DtoProperty;
  readonly path: string;
  /** What the client sent for it. */
  readonly json: unknown;
}

/**
 * The issues that a client can mend. It knows nothing of names that a transform made up, or left out: those are one issue of
 * the property, and a line in the log. JSON text that a client wrote is its own.
 * @param parts the outer ones first
 */
export function toSentIssues(issues: InputIssue[], parts: readonly MadePart[]): InputIssue[] {
  return issues.length > 0 ? parts.reduce(withoutMadeFaults, issues) : issues;
}

function withoutMadeFaults(issues: InputIssue[], { property, path, json }: MadePart): InputIssue[] {
  const inside = issues.filter((issue) => issue.path === path || issue.path.startsWith(`${path}.`));
  if (inside.length === 0) return issues;
  const sent = new SentParts(json);
  const made = inside.filter((issue) => !isOfClient(issue, pathWithin(issue.path, path), sent));
  const ofAuthor = made.filter(({ code }) => STRUCTURE.has(code));
  const [first] = made;
  if (!first || ofAuthor.length === 0) return issues;
  tellAuthor(property, toSentence(property, ofAuthor));
  const issue = { path, code: 'transform', message: CANNOT_BE_READ };
  return issues.flatMap((one) => (one === first ? issue : made.includes(one) ? [] : one));
}

/** Faults of names and types, which no other value mends. */
const STRUCTURE = new Set(['unknownProperty', 'required', 'discriminator', 'nestedValidation']);

function pathWithin(path: string, holder: string): string | undefined {
  return path === holder ? undefined : path.slice(holder.length + 1);
}

function isOfClient({ code }: InputIssue, path: string | undefined, sent: SentParts): boolean {
  const value = sent.find(path);
  if (code === 'required') return value === undefined && isRecord(sent.find(holderOf(path)));
  if (code === 'nestedValidation') return value !== undefined && !isRecord(value);
  return value !== undefined;
}

function holderOf(path: string | undefined): string | undefined {
  const dot = path?.lastIndexOf('.') ?? -1;
  return dot < 0 ? undefined : path!.slice(0, dot);
}

function toSentence({ nested }: DtoProperty, faults: readonly InputIssue[]): string {
  const classes = nested!.shapes.map(({ dto }) => dto.name).join(' or ');
  const told = faults.slice(0, MAX_TOLD).map(({ path, message }) => `${path.slice(0, 200)} ${message}`);
  return `its @Transform() makes what ${classes} refuses, and a client cannot mend that: ${told.join('; ')}. Make an instance of ${classes}, or JSON as clients send it`;
}

const MAX_TOLD = 3;
